import type { Move } from './lifecycle.ts';

/** Where a consignment stands (DESIGN §5). */
export const consignmentStates = ['ACCEPTED', 'IN_TRANSIT', 'DELIVERED', 'REGISTERED', 'REFUSED', 'EXPIRED', 'WITHDRAWN'] as const;
export type ConsignmentState = (typeof consignmentStates)[number];

/** Why a recipient does not register a consignment (§8.3). */
export const refusalReasons = [
  'WRONG_ADDRESSEE',
  'SIGNATURE_INVALID',
  'INCOMPLETE',
  'UNREADABLE',
  'DUPLICATE',
  'NOT_COMPETENT',
  'OTHER',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

const closed = {
  DELIVERED: 'CONSIGNMENT_ALREADY_DELIVERED',
  REGISTERED: 'CONSIGNMENT_ALREADY_DELIVERED',
  REFUSED: 'CONSIGNMENT_ALREADY_DELIVERED',
  otherwise: 'CONSIGNMENT_CLOSED',
} as const;
const undelivered = {
  REGISTERED: 'CONSIGNMENT_ALREADY_REGISTERED',
  REFUSED: 'CONSIGNMENT_REFUSED',
  EXPIRED: 'CONSIGNMENT_CLOSED',
  WITHDRAWN: 'CONSIGNMENT_CLOSED',
  otherwise: 'CONSIGNMENT_NOT_DELIVERED',
} as const;

/** What can be done to a consignment. The exchange alone does the first four, the recipient alone the last two. */
export const consignmentMoves = {
  attempt: { from: ['ACCEPTED', 'IN_TRANSIT'], to: 'IN_TRANSIT', refuses: closed },
  deliver: { from: ['IN_TRANSIT'], to: 'DELIVERED', refuses: closed },
  expire: { from: ['ACCEPTED', 'IN_TRANSIT'], to: 'EXPIRED', refuses: closed },
  withdraw: { from: ['ACCEPTED', 'IN_TRANSIT'], to: 'WITHDRAWN', refuses: closed },
  register: { from: ['DELIVERED'], to: 'REGISTERED', refuses: undelivered },
  refuse: { from: ['DELIVERED'], to: 'REFUSED', refuses: undelivered },
} as const satisfies Record<string, Move<ConsignmentState>>;

/** Whether a consignment has come to its end. */
export const isFinal = (state: ConsignmentState): boolean =>
  state === 'REGISTERED' || state === 'REFUSED' || state === 'EXPIRED' || state === 'WITHDRAWN';
