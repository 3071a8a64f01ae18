import { type Duty, EXCHANGE } from './caller.ts';
import { Refusal } from './errors.ts';
import { type BreakGlassId, type DocumentId, type InstitutionCode, institutionOf, type OfficialId } from './ids.ts';
import { after, type Move } from './lifecycle.ts';

/** Where a sight under break-glass stands. */
export const breakGlassStates = ['ASKED', 'OPEN', 'ENDED', 'REVIEWED', 'DECLINED', 'EXPIRED'] as const;
export type BreakGlassState = (typeof breakGlassStates)[number];

/** §13.1 How many hours ahead the end lies at most. */
export const longestBreakGlassHours = 24;

/** One official's sight of one document, given by two security officers of the exchange, for a reason and a time. §13 */
export interface BreakGlass {
  readonly id: BreakGlassId;
  readonly documentId: DocumentId;
  /** To whom the document is opened. */
  readonly official: OfficialId;
  readonly askedBy: OfficialId;
  readonly endsAt: Date;
  /** As it was decided; ASKED and OPEN whatever the time. */
  readonly decided: Exclude<BreakGlassState, 'EXPIRED'>;
  readonly confirmedBy: OfficialId | null;
}

/** Who asks, decides or reviews, for which institution, in which duties. */
export interface BreakGlassOfficer {
  readonly official: OfficialId;
  readonly institution: InstitutionCode;
  readonly duties: readonly Duty[];
}

/** What can be done to it (§13). */
export const breakGlassMoves = {
  confirm: { from: ['ASKED'], to: 'OPEN', refuses: { otherwise: 'BREAK_GLASS_CLOSED' } },
  decline: { from: ['ASKED'], to: 'DECLINED', refuses: { otherwise: 'BREAK_GLASS_CLOSED' } },
  end: { from: ['OPEN'], to: 'ENDED', refuses: { ASKED: 'BREAK_GLASS_NOT_OPEN', otherwise: 'BREAK_GLASS_CLOSED' } },
  review: {
    from: ['ENDED'],
    to: 'REVIEWED',
    refuses: { ASKED: 'BREAK_GLASS_NOT_OPEN', OPEN: 'BREAK_GLASS_STILL_OPEN', otherwise: 'BREAK_GLASS_CLOSED' },
  },
} as const satisfies Record<string, Move<BreakGlassState>>;
export type BreakGlassMove = keyof typeof breakGlassMoves;

/** Where it stands at a moment: what nobody confirmed in time expires, what was opened ends at its end. §13.3 */
export function breakGlassState({ decided, endsAt }: Pick<BreakGlass, 'decided' | 'endsAt'>, now: Date): BreakGlassState {
  if (now < endsAt) return decided;
  if (decided === 'ASKED') return 'EXPIRED';
  return decided === 'OPEN' ? 'ENDED' : decided;
}

/** §13.1 Lets a security officer of the exchange ask for another's sight; throws `OWN_BREAK_GLASS`, `DEADLINE_IN_THE_PAST`, `BREAK_GLASS_TOO_LONG`. */
export function requireAskable(officer: BreakGlassOfficer, wish: Pick<BreakGlass, 'official' | 'endsAt'>, now: Date): void {
  if (officer.official === wish.official) throw new Refusal('OWN_BREAK_GLASS');
  if (wish.endsAt <= now) throw new Refusal('DEADLINE_IN_THE_PAST', undefined, '13.1');
  if (wish.endsAt.getTime() > now.getTime() + longestBreakGlassHours * 3_600_000) throw new Refusal('BREAK_GLASS_TOO_LONG');
}

/** Who may know of it and act on it: security officers and auditors of the exchange, and of the institution whose document it is. */
export const concerns = (
  { institution }: Pick<BreakGlassOfficer, 'institution'>,
  { documentId }: Pick<BreakGlass, 'documentId'>,
): boolean => institution === EXCHANGE || institution === institutionOf(documentId);

/**
 * The state after an officer's move. Two of the exchange open it and neither for himself (§13.1); the exchange or the document's own
 * institution ends it (§13.3); who reviews it took no part (§13.4). Throws `BREAK_GLASS_NOT_FOUND`, `OWN_BREAK_GLASS`, `BREAK_GLASS_CLOSED`,
 * `BREAK_GLASS_NOT_OPEN`, `BREAK_GLASS_STILL_OPEN`.
 */
export function moveBreakGlass(
  glass: BreakGlass,
  move: BreakGlassMove,
  officer: BreakGlassOfficer,
  now: Date,
): Exclude<BreakGlassState, 'EXPIRED'> {
  if (!concerns(officer, glass)) throw new Refusal('BREAK_GLASS_NOT_FOUND');
  if ((move === 'confirm' || move === 'decline') && officer.institution !== EXCHANGE) throw new Refusal('BREAK_GLASS_NOT_FOUND');
  after(breakGlassMoves[move], breakGlassState(glass, now));
  if (excluded(glass, move).includes(officer.official))
    throw new Refusal('OWN_BREAK_GLASS', undefined, move === 'review' ? '13.4' : '13.1');
  return breakGlassMoves[move].to;
}

/** Whom a part that was taken before keeps from taking this one. */
function excluded({ official, askedBy, confirmedBy }: BreakGlass, move: BreakGlassMove): readonly (OfficialId | null)[] {
  switch (move) {
    case 'confirm':
      return [official, askedBy];
    case 'review':
      return [official, askedBy, confirmedBy];
    case 'decline':
    case 'end':
      return [];
  }
}
