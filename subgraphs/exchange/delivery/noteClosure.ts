import { institutionOf, invariant } from '@chancery/domain';
import { attributes, withSpan } from '@chancery/observability';
import type { Exchange } from '../exchange.ts';
import { type ConsignmentRow, consignmentColumns } from '../rows.ts';
import type { ClosureJob } from './jobs.ts';
import { patience, within } from './patience.ts';

const noteClosureMutation = 'mutation NoteClosure($input: NoteClosureInput!) { noteClosure(input: $input) { noted } }';

/**
 * Tells the author's perimeter that a consignment was closed before it was delivered: the addressee reads the document no longer, and an
 * expiry gets a notice. Throws where it does not answer; then the job comes again. §7.8
 */
export function noteClosure({ db, client, directory }: Exchange, { consignmentId, traceparent }: ClosureJob): Promise<void> {
  const known = { [attributes.exchangeId]: consignmentId };
  return withSpan(
    'note closure',
    { kind: 'consumer', root: true, links: traceparent === null ? [] : [traceparent], attributes: known },
    async (span) => {
      const [row] = await db.$queryRaw<ConsignmentRow[]>`SELECT ${consignmentColumns} FROM consignment c WHERE c.id = ${consignmentId}`;
      invariant(row?.closedAt, 'a closure is noted of a closed consignment');
      span.set(attributes.document, row.documentId);
      span.set(attributes.dispatch, row.dispatchId);
      const about = { documentId: row.documentId, consignmentId, dispatchId: row.dispatchId, addressee: row.recipient };
      const input = { ...about, state: row.state, at: row.closedAt };
      await within('noteClosure', async () => {
        const author = await directory.findInstitution(institutionOf(row.documentId));
        invariant(author, 'an author is in the directory');
        await client.ask(author.server, noteClosureMutation, { input }, { timeoutMs: patience.noteClosure });
      });
    },
  );
}
