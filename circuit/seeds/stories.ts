import { filesForKeeping } from './stories/archives.ts';
import { laboratorySupplement, scannerPayment } from './stories/finance.ts';
import { pharmacyLicence, respiratoryWeek45 } from './stories/health.ts';
import { cadastreRuling, emergencyProcurement } from './stories/justice.ts';
import { censusMethod, withdrawnNotice } from './stories/statistics.ts';
import type { Story } from './stories/story.ts';

/** A handful of documents as such institutions write them: every access mark, and every place where a document can stand. */
export const stories: readonly Story[] = [
  emergencyProcurement,
  laboratorySupplement,
  respiratoryWeek45,
  cadastreRuling,
  scannerPayment,
  filesForKeeping,
  pharmacyLicence,
  censusMethod,
  withdrawnNotice,
];
