import { type Caller, EXCHANGE } from './caller.ts';
import { type AccessMark, type DocumentStatus, isRegistered } from './document.ts';
import type { InstitutionCode } from './ids.ts';

/** What decides who may know of a document. Every service that shows documents keeps these facts of each. */
export interface DocumentFacts {
  readonly institution: InstitutionCode;
  readonly status: DocumentStatus;
  readonly access: AccessMark;
  /** The addressees to whom it was released and not called back. */
  readonly readers: readonly InstitutionCode[];
}

/** §3.1 Who may know of a document and read its card. */
export function mayReadCard(caller: Caller, document: DocumentFacts): boolean {
  return mayReadContent(caller, document) || (isExchangeAnalyst(caller) && isRegistered(document.status) && document.access === 'INTERNAL');
}

/** §3.1 Who may read all of a document. */
export function mayReadContent(caller: Caller, document: DocumentFacts): boolean {
  const isAuthor = caller.institution === document.institution;
  if (!isRegistered(document.status)) return isAuthor;
  switch (document.access) {
    case 'PUBLIC':
      return true;
    case 'INTERNAL':
      return isAuthor || document.readers.includes(caller.institution);
    case 'RESTRICTED':
      return caller.clearance && (isAuthor || document.readers.includes(caller.institution));
  }
}

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
