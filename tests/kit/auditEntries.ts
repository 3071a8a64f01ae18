import { audit } from '@chancery/audit';
import type { AuditRecord } from '@chancery/trust';
import { ulid } from 'ulid';
import { afterAll, beforeAll } from 'vitest';
import { entries, entryColumns } from '../../subgraphs/audit/auditEntry.ts';
import { type AuditDatabase, openAudit } from '../../subgraphs/audit/database.ts';
import { migratedDoors } from './databases.ts';

/** What all tests of a file share, once its hooks have run. */
export let db: AuditDatabase;
/** As the tables' owner, who holds every right on them. */
export let owner = '';

/** Opens an audit trail for a file, and closes it after its last test. */
export function auditTrail(): void {
  beforeAll(async () => {
    const doors = await migratedDoors(audit.migrations);
    owner = doors.owner;
    db = openAudit(doors.service);
  });
  afterAll(() => db.$disconnect());
}

/** What the gateway tells of a signature that it is about to pass on. */
export const record = (change: Partial<AuditRecord> = {}): AuditRecord => ({
  id: ulid(),
  at: '2026-03-02T09:00:00.000Z',
  place: 'gateway',
  act: 'SignOpinion',
  official: 'JUS:o.petrenko',
  institution: 'JUS',
  duties: ['SIGNATORY'],
  documentIds: ['JUS:LegalOpinion:01JD0000000000000000000001'],
  consignmentId: null,
  outcome: 'OPEN',
  code: null,
  clause: null,
  traceId: '0af7651916cd43dd8448eb211c80319c',
  closedAt: null,
  ...change,
});

/** An entry as it is kept, with its closing. */
export const found = async (id: string) => {
  const [row] = await db.$queryRaw<Record<string, unknown>[]>`SELECT ${entryColumns} FROM ${entries} WHERE e.id = ${id}`;
  return row ?? null;
};

/** How often an entry is among those that are open. */
export const waiting = (id: string) => db.openEntry.count({ where: { entry: id } });

/** The documents by which an entry is found. */
export const documentsOf = async (id: string) =>
  (await db.entryDocument.findMany({ where: { entry: id } })).map(({ document }) => document).toSorted();
