import type { Move } from './lifecycle.ts';

/** Where a document stands in its author's hands (DESIGN §5). */
export const documentStatuses = [
  'DRAFT',
  'IN_APPROVAL',
  'APPROVED',
  'RETURNED',
  'SIGNED',
  'REGISTERED',
  'FILED',
  'RETAINED',
  'ON_HOLD',
  'TRANSFERRED',
  'DESTROYED',
  'WITHDRAWN',
  'SUPERSEDED',
] as const;
export type DocumentStatus = (typeof documentStatuses)[number];

/** Who may know of a document once it is registered (§3.1). */
export const accessMarks = ['PUBLIC', 'INTERNAL', 'RESTRICTED'] as const;
export type AccessMark = (typeof accessMarks)[number];

/** Where a document comes from: drafted here, or entered as what its institution had filed before (§6.7). */
export const documentOrigins = ['EXCHANGE', 'IMPORTED'] as const;
export type DocumentOrigin = (typeof documentOrigins)[number];

type DocumentMove = Move<DocumentStatus>;

/**
 * What can be done to a document, and from where (§4.4-§4.6, §6). Whether a draft may be signed as it is, and whether a signed one needs
 * another signature, the regulation in force says: `statusSigned`. A returned document is a draft again once it was revised.
 */
export const documentMoves = {
  revise: { from: ['DRAFT', 'RETURNED'], to: 'DRAFT', refuses: { WITHDRAWN: 'DOCUMENT_WITHDRAWN', otherwise: 'DOCUMENT_NOT_DRAFT' } },
  submit: {
    from: ['DRAFT'],
    to: 'IN_APPROVAL',
    refuses: { WITHDRAWN: 'DOCUMENT_WITHDRAWN', IN_APPROVAL: 'DOCUMENT_ALREADY_SUBMITTED', otherwise: 'DOCUMENT_NOT_DRAFT' },
  },
  approve: { from: ['IN_APPROVAL'], to: 'APPROVED', refuses: { WITHDRAWN: 'DOCUMENT_WITHDRAWN', otherwise: 'DOCUMENT_NOT_SUBMITTED' } },
  /** What was approved may still be given back, until it is signed. */
  return: {
    from: ['IN_APPROVAL', 'APPROVED'],
    to: 'RETURNED',
    refuses: { WITHDRAWN: 'DOCUMENT_WITHDRAWN', otherwise: 'DOCUMENT_NOT_SUBMITTED' },
  },
  sign: {
    from: ['DRAFT', 'APPROVED'],
    to: 'SIGNED',
    refuses: { WITHDRAWN: 'DOCUMENT_WITHDRAWN', IN_APPROVAL: 'APPROVAL_MISSING', otherwise: 'DOCUMENT_NOT_DRAFT' },
  },
  register: { from: ['SIGNED'], to: 'REGISTERED', refuses: { WITHDRAWN: 'DOCUMENT_WITHDRAWN', otherwise: 'DOCUMENT_NOT_SIGNED' } },
  withdraw: {
    from: ['DRAFT', 'IN_APPROVAL', 'APPROVED', 'RETURNED', 'SIGNED'],
    to: 'WITHDRAWN',
    refuses: { WITHDRAWN: 'DOCUMENT_WITHDRAWN', otherwise: 'DOCUMENT_ALREADY_REGISTERED' },
  },
  /** A release leaves the document where it is: registered or already filed, it may be sent again. */
  file: {
    from: ['REGISTERED'],
    to: 'FILED',
    refuses: { FILED: 'ALREADY_FILED', WITHDRAWN: 'DOCUMENT_WITHDRAWN', otherwise: 'DOCUMENT_NOT_REGISTERED' },
  },
} as const satisfies Record<string, DocumentMove>;

/** Whether a document is past its registration: from then on others than its author may know of it. */
export const isRegistered = (status: DocumentStatus): boolean =>
  status === 'REGISTERED' || status === 'FILED' || status === 'RETAINED' || status === 'ON_HOLD' || status === 'TRANSFERRED';
