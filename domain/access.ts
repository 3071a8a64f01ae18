import { type Caller, EXCHANGE } from './caller.ts';
import { type AccessMark, type DocumentStatus, isRegistered } from './document.ts';
import type { InstitutionCode, OfficialId } from './ids.ts';

/** What decides who may know of a document. Every service that shows documents keeps these facts of each. */
export interface DocumentFacts {
  readonly institution: InstitutionCode;
  readonly status: DocumentStatus;
  readonly access: AccessMark;
  /** The addressees to whom it was released and not called back. */
  readonly readers: readonly InstitutionCode[];
  /** To whom it is open now under break-glass (§13); known where the document lives. */
  readonly openTo?: readonly OfficialId[];
}

/** How much of a document a clause opens: its card, or all of it. */
export type Sight = 'CARD' | 'ALL';

/** A clause under which an official may know of a document. */
export interface SightClause {
  readonly clause: string;
  /** In words, for whom an access is explained. */
  readonly says: string;
  readonly opens: Sight;
  holds(caller: Caller, document: DocumentFacts): boolean;
}

const isAuthor = (caller: Caller, document: DocumentFacts): boolean => caller.institution === document.institution;
const isParty = (caller: Caller, document: DocumentFacts): boolean =>
  isAuthor(caller, document) || document.readers.includes(caller.institution);
const isMarked = ({ status, access }: DocumentFacts, mark: AccessMark): boolean => isRegistered(status) && access === mark;

/** Who may know of what (§3). One that holds is enough; what none opens is closed. */
export const sightClauses: readonly SightClause[] = [
  {
    clause: '3.1',
    says: 'Before it is registered, a document is for its author institution.',
    opens: 'ALL',
    holds: (caller, document) => !isRegistered(document.status) && isAuthor(caller, document),
  },
  {
    clause: '3.1',
    says: 'A registered PUBLIC document is for every official.',
    opens: 'ALL',
    holds: (_caller, document) => isMarked(document, 'PUBLIC'),
  },
  {
    clause: '3.1',
    says: 'A registered INTERNAL document is for its author and its recipients.',
    opens: 'ALL',
    holds: (caller, document) => isMarked(document, 'INTERNAL') && isParty(caller, document),
  },
  {
    clause: '3.1',
    says: 'A registered RESTRICTED document is for officials with clearance of its author and its recipients.',
    opens: 'ALL',
    holds: (caller, document) => isMarked(document, 'RESTRICTED') && isParty(caller, document) && caller.clearance,
  },
  {
    clause: '3.6',
    says: 'Analysts of the exchange know of the cards of registered INTERNAL documents.',
    opens: 'CARD',
    holds: (caller, document) => isMarked(document, 'INTERNAL') && isExchangeAnalyst(caller),
  },
  {
    clause: '3.7',
    says: 'Whoever was given sight of a document under break-glass reads it until the end.',
    opens: 'ALL',
    holds: (caller, document) => document.openTo?.includes(caller.official) ?? false,
  },
];

/** §3.1 Who may know of a document and read its card. */
export const mayReadCard = (caller: Caller, document: DocumentFacts): boolean => sightClauses.some(({ holds }) => holds(caller, document));

/** §3.1 Who may read all of a document. */
export const mayReadContent = (caller: Caller, document: DocumentFacts): boolean =>
  sightClauses.some(({ opens, holds }) => opens === 'ALL' && holds(caller, document));

/** §3.2 Who may know of a consignment: its sender and its recipient, and of a RESTRICTED document those of them with clearance. */
export function mayReadConsignment(
  caller: Caller,
  consignment: { from: InstitutionCode; to: InstitutionCode; access: AccessMark },
): boolean {
  const isParty = caller.institution === consignment.from || caller.institution === consignment.to;
  return isParty && (consignment.access !== 'RESTRICTED' || caller.clearance);
}

/** §3.6 The exchange's own analysts see cards and statistics of INTERNAL documents of all. */
export const isExchangeAnalyst = (caller: Caller): boolean => caller.institution === EXCHANGE && caller.duties.includes('ANALYST');
