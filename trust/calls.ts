import type { ServiceRole } from './registry.ts';

/**
 * The one table of who may call what between services (DESIGN §6): the fields that are `@inaccessible`, and the routes beside GraphQL.
 */
export const calls = {
  // directory
  directoryChanges: ['gateway', 'exchange', 'perimeter', 'catalogue', 'audit', 'issuer', 'circuit'],
  enrol: ['circuit'],
  admitInstitutions: ['circuit'],
  endMembership: ['circuit'],
  announceSeal: ['perimeter'],
  endSeals: ['perimeter'],
  // perimeters
  releaseDocument: ['exchange'],
  acceptDelivery: ['exchange'],
  settleDelivery: ['exchange'],
  noteClosure: ['exchange'],
  renewSeal: ['circuit'],
  renewOfficialKeys: ['circuit'],
  renewFileKeys: ['circuit'],
  importDocuments: ['circuit'],
  // exchange
  consignmentStanding: ['perimeter'],
  concludeRelease: ['perimeter'],
  // catalogue
  cards: ['gateway'],
  // audit
  appendAuditEntries: ['gateway', 'issuer'],
  rulings: ['circuit'],
  // routes
  events: ['exchange', 'catalogue', 'audit'],
  rebuild: ['circuit'],
  files: ['gateway'],
  releasedFile: ['exchange'],
  receivedFile: ['exchange'],
  exports: ['gateway'],
} as const satisfies Readonly<Record<string, readonly ServiceRole[]>>;

// What is not in the table is public in the graph: the gateway asks for its callers, and nobody else does.
const publicFields: readonly ServiceRole[] = ['gateway'];

/** Whether a service of this role may call a root field of Query or Mutation, or the route of this name. */
export const mayCall = (role: ServiceRole, field: string): boolean => (table.get(field) ?? publicFields).includes(role);

const table: ReadonlyMap<string, readonly ServiceRole[]> = new Map(Object.entries(calls));
