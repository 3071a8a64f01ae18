import type { RefusalReason } from '@chancery/domain';
import type { Instruction } from '../../client/intakeSteps.ts';

/** What becomes of a document at one addressee. */
export type Intake =
  | { readonly to: string; readonly ends: 'DELIVERED' }
  | { readonly to: string; readonly ends: 'REGISTERED' }
  | { readonly to: string; readonly ends: 'REFUSED'; readonly reason: RefusalReason; readonly note: string }
  | { readonly to: string; readonly ends: 'RESOLVED'; readonly resolution: Instruction }
  | {
      readonly to: string;
      readonly ends: 'FILED';
      readonly resolution: Instruction;
      readonly report: string;
      readonly caseFile: string;
    };

/** One document of the demonstration, and how far it goes. */
export interface Story {
  /** Tells its request ids from others': a second start repeats nothing. */
  readonly key: string;
  readonly from: string;
  readonly kind: string;
  /** What the clerk enters: the card, and the fields of the kind. */
  readonly input: { readonly title: string; readonly [field: string]: unknown };
  readonly ends: 'DRAFT' | 'SIGNED' | 'REGISTERED' | 'DISPATCHED' | 'FILED' | 'WITHDRAWN';
  readonly withdrawnReason?: string;
  readonly caseFile?: string;
  readonly intakes?: readonly Intake[];
}
