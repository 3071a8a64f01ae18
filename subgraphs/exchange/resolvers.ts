import { answerCommand, type CallContext, type Resolvers, requireOwnDuties, requireOwnToken } from '@chancery/kernel';
import { attributes } from '@chancery/observability';
import { concludeRelease } from './commands/concludeRelease.ts';
import { consignmentStanding } from './commands/consignmentStanding.ts';
import { dispatchDocument } from './commands/dispatchDocument.ts';
import type { DispatchDocumentInput } from './commands/plan.ts';
import { type WithdrawConsignmentInput, withdrawConsignment } from './commands/withdrawConsignment.ts';
import type { Exchange } from './exchange.ts';
import {
  answered,
  consignmentsOfDispatch,
  consignmentsOfDocument,
  findConsignment,
  findDispatch,
  findOwnDispatch,
} from './reading/consignments.ts';
import { forgetRows, loadersOf } from './reading/loaders.ts';
import type { ConsignmentRow, DispatchRow } from './rows.ts';

interface ById {
  readonly id: string;
}
interface With<Input> {
  readonly input: Input;
}

/** How the exchange's fields are answered. */
export function resolversOf(exchange: Exchange): Resolvers {
  const { db, tokens, directory } = exchange;
  /** §2.1, §2.3 Whoever gives a command is who he is, and may what he may, by his own token and by this service's own copy of the directory. */
  const requireOwnWord = async (context: CallContext) => {
    await requireOwnToken(tokens, context);
    await requireOwnDuties(directory, context);
  };
  return {
    Query: {
      consignment: (_: unknown, { id }: ById, context: CallContext) => findConsignment(db, context, id),
      dispatch: (_: unknown, { id }: ById, context: CallContext) => findOwnDispatch(db, context, id),
    },
    Mutation: {
      async dispatchDocument(_: unknown, { input }: With<DispatchDocumentInput>, context: CallContext) {
        const id = await answerCommand(db, context, { name: 'dispatchDocument', input }, async (span) => {
          await requireOwnWord(context);
          const dispatched = await dispatchDocument(exchange, context, input);
          span.set(attributes.dispatch, dispatched);
          return dispatched;
        });
        forgetRows(db, context);
        return { dispatch: () => findDispatch(db, context, id) };
      },
      async withdrawConsignment(_: unknown, { input }: With<WithdrawConsignmentInput>, context: CallContext) {
        const id = await answerCommand(db, context, { name: 'withdrawConsignment', input }, async () => {
          await requireOwnWord(context);
          return withdrawConsignment(exchange, context, input);
        });
        forgetRows(db, context);
        return { consignment: () => findConsignment(db, context, id) };
      },
      consignmentStanding: (_: unknown, { input }: With<{ readonly consignmentId: string }>, context: CallContext) =>
        answerCommand(db, context, { name: 'consignmentStanding', input }, async () => consignmentStanding(exchange, context, input)),
      concludeRelease: (_: unknown, { input }: With<{ readonly dispatchId: string }>, context: CallContext) =>
        answerCommand(db, context, { name: 'concludeRelease', input }, async () => concludeRelease(exchange, context, input)),
    },
    Document: {
      __resolveReference: async ({ id }: ById) => ({ id }),
      consignments: ({ id }: ById, _: unknown, context: CallContext) => consignmentsOfDocument(db, context, id),
    },
    Dispatch: {
      __resolveReference: async ({ id }: ById, context: CallContext) => findDispatch(db, context, id),
      document: ({ documentId }: DispatchRow) => ({ id: documentId }),
      from: ({ sender }: DispatchRow) => ({ code: sender }),
      dispatchedBy: ({ dispatchedBy }: DispatchRow) => ({ id: dispatchedBy }),
      inReplyTo: (dispatch: DispatchRow, _: unknown, context: CallContext) => answered(db, context, dispatch),
      consignments: (dispatch: DispatchRow, _: unknown, context: CallContext) => consignmentsOfDispatch(db, context, dispatch),
    },
    Consignment: {
      __resolveReference: async ({ id }: ById, context: CallContext) => findConsignment(db, context, id),
      dispatch: ({ dispatchId }: ConsignmentRow, _: unknown, context: CallContext) => loadersOf(db, context).dispatch.load(dispatchId),
      document: ({ documentId }: ConsignmentRow) => ({ id: documentId }),
      from: ({ sender }: ConsignmentRow) => ({ code: sender }),
      to: ({ recipient }: ConsignmentRow) => ({ code: recipient }),
      attempts: ({ id }: ConsignmentRow, _: unknown, context: CallContext) => loadersOf(db, context).attempts.load(id),
      receipt: receiptOf,
    },
    DeliveryAttempt: { receipt: receiptOf },
  };
}

const receiptOf = ({ receipt }: Pick<ConsignmentRow, 'receipt'>) =>
  receipt && {
    institution: { code: receipt.claims.institution },
    receivedAt: receipt.claims.receivedAt,
    digest: receipt.claims.digest,
    jws: receipt.jws,
  };
