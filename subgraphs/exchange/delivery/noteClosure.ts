import { institutionOf, invariant } from '@chancery/domain';
import { actOf, transact } from '@chancery/kernel';
import { attributes, type SpanHandle, withSpan } from '@chancery/observability';
import { Unreachable } from '@chancery/trust';
import type { Exchange } from '../exchange.ts';
import { type ConsignmentRow, consignmentColumns } from '../rows.ts';
import type { ClosureJob } from './jobs.ts';
import { patience, within } from './patience.ts';

const noteClosureMutation = 'mutation NoteClosure($input: NoteClosureInput!) { noteClosure(input: $input) { noted } }';

/**
 * Tells the author's perimeter that a consignment was closed before it was delivered: the addressee reads the document no longer, and an
 * expiry gets a notice. Where it does not answer the first time it is told after those who are told of something new; then it throws, and the job comes again. §7.8
 */
export function noteClosure(exchange: Exchange, job: ClosureJob): Promise<void> {
  const { consignmentId, traceparent } = job;
  const known = { [attributes.exchangeId]: consignmentId };
  return withSpan(
    'note closure',
    { kind: 'consumer', root: true, links: traceparent === null ? [] : [traceparent], attributes: known },
    async (span) => {
      try {
        await tell(exchange, job, span);
      } catch (error) {
        if (job.wasTried === true || !(error instanceof Unreachable)) throw error;
        span.refuse('INSTITUTION_UNAVAILABLE');
        await transact(exchange.db, actOf('noteClosure', null), ({ tx }) => exchange.jobs.noteClosures(tx, [{ ...job, wasTried: true }]));
      }
    },
  );
}

async function tell({ db, client, directory }: Exchange, { consignmentId }: ClosureJob, span: SpanHandle): Promise<void> {
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
}
