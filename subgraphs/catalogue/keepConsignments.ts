import type { ConsignmentEvent, IntakeEvent } from '@chancery/domain';
import type { CatalogueTransaction } from './database.ts';

/** Keeps the last revision of what the exchange said of each consignment, in one statement. Whose it is the exchange says, whoever spoke first. */
export async function keepConsignments(tx: CatalogueTransaction, consignments: readonly ConsignmentEvent[]): Promise<void> {
  if (consignments.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO consignment (id, document, sender, recipient, kind, access, document_date, state, accepted_at, delivered_at, revision)
    SELECT DISTINCT ON (id) id, document, sender, recipient, kind, access, document_date, state, accepted_at, delivered_at, revision
      FROM jsonb_to_recordset(${JSON.stringify(consignments.map(sent))}::jsonb) AS told(
           id text, document text, sender text, recipient text, kind text, access text, document_date date,
           state text, accepted_at timestamptz, delivered_at timestamptz, revision int)
     ORDER BY id, revision DESC
    ON CONFLICT (id) DO UPDATE SET
      document = excluded.document, sender = excluded.sender, recipient = excluded.recipient, kind = excluded.kind, access = excluded.access, document_date = excluded.document_date,
      state = excluded.state, accepted_at = excluded.accepted_at, delivered_at = excluded.delivered_at, revision = excluded.revision
     WHERE consignment.revision < excluded.revision`;
}

/** Keeps the last revision of what the recipient did with each consignment, in one statement. It may come before the exchange's word. */
export async function keepIntakes(tx: CatalogueTransaction, intakes: readonly IntakeEvent[]): Promise<void> {
  if (intakes.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO consignment (id, document, recipient, intake_state, registered_at, decision, decided_on, intake_revision)
    SELECT DISTINCT ON (id) id, document, recipient, intake_state, registered_at, decision, decided_on, intake_revision
      FROM jsonb_to_recordset(${JSON.stringify(intakes.map(received))}::jsonb) AS told(
           id text, document text, recipient text, intake_state text, registered_at timestamptz,
           decision text, decided_on date, intake_revision int)
     ORDER BY id, intake_revision DESC
    ON CONFLICT (id) DO UPDATE SET
      intake_state = excluded.intake_state, registered_at = excluded.registered_at, decision = excluded.decision,
      decided_on = excluded.decided_on, intake_revision = excluded.intake_revision
     WHERE consignment.intake_revision < excluded.intake_revision`;
}

const sent = (consignment: ConsignmentEvent) => ({
  id: consignment.consignmentId,
  document: consignment.documentId,
  sender: consignment.from,
  recipient: consignment.to,
  kind: consignment.kind,
  access: consignment.access,
  document_date: consignment.documentDate,
  state: consignment.state,
  accepted_at: consignment.acceptedAt,
  delivered_at: consignment.deliveredAt,
  revision: consignment.revision,
});

const received = (intake: IntakeEvent) => ({
  id: intake.consignmentId,
  document: intake.documentId,
  recipient: intake.institution,
  intake_state: intake.state,
  registered_at: intake.registeredAt,
  decision: intake.decision,
  decided_on: intake.decidedOn,
  intake_revision: intake.revision,
});
