import type { InstitutionCode } from './ids.ts';

/** The book that numbers documents, gapless for each institution, direction and year (§6.2, §8.2). */
export type RegisterDirection = 'OUTGOING' | 'INCOMING';

/** How a register writes its numbers: `JUS-2026/000017`, or `FIN-IN-2026/000003` for what comes in. */
export function registerNumber(institution: InstitutionCode, direction: RegisterDirection, year: number, position: number): string {
  return `${institution}-${direction === 'INCOMING' ? 'IN-' : ''}${year}/${String(position).padStart(6, '0')}`;
}
