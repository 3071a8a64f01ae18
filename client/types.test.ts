import { describe, expectTypeOf, test } from 'vitest';
import { type Answer, ChanceryError, type ConsignmentState, createClient, type InboxQuery, operations } from './index.ts';

const client = createClient({ url: 'https://exchange.example/graphql', fetch: () => new Promise(() => {}), waitMs: 1 });

/** Never called: that it compiles is the test, and that each line that is marked does not. `npm run check` sees to it. */
const compiled = () => ({
  right: [
    client.run(operations.Inbox, { institution: 'FIN', state: ['DELIVERED'] }),
    client.run(operations.Me),
    client.run(operations.Documents),
  ],
  // @ts-expect-error institution is required
  without: client.run(operations.Inbox),
  // @ts-expect-error institution is required
  empty: client.run(operations.Inbox, {}),
  // @ts-expect-error an institution is named by its code
  another: client.run(operations.Inbox, { institution: 1 }),
  // @ts-expect-error there is no such variable
  more: client.run(operations.Inbox, { institution: 'FIN', colour: 'red' }),
  // @ts-expect-error there is no such state
  unknown: client.run(operations.Inbox, { institution: 'FIN', state: ['LOST'] }),
  // @ts-expect-error the id of the document is in the input
  command: client.run(operations.SignDocument, { documentId: 'JUS:LegalOpinion:01' }),
  // @ts-expect-error no such operation is published
  unpublished: client.run(operations.Outbox, {}),
  // @ts-expect-error one document has no pages
  single: client.pages(operations.Document, { id: 'JUS:LegalOpinion:01' }, () => null),
  // @ts-expect-error a document is no list
  notList: client.pages(operations.Documents, {}, ({ documents }) => documents?.edges ?? null),
});

describe('types', () => {
  test('of what comes are those of the operation', () => {
    expectTypeOf(compiled).returns.toHaveProperty('right');
    expectTypeOf(client.run<InboxQuery, { institution: string }>).returns.resolves.toEqualTypeOf<Answer<InboxQuery>>();
    type Inbox = NonNullable<InboxQuery['inbox']>;
    expectTypeOf<NonNullable<Inbox['edges'][number]['node']>['state']>().toEqualTypeOf<ConsignmentState>();
    expectTypeOf<'REGISTERED'>().toExtend<ConsignmentState>();
    expectTypeOf<Inbox>().not.toBeAny();
  });

  test('of an error has codes by name, and room for those to come', () => {
    expectTypeOf<'DOCUMENT_NOT_FOUND' | 'NO_CONNECTION'>().toExtend<ChanceryError['code']>();
    expectTypeOf<ChanceryError['retryAfter']>().toEqualTypeOf<number | undefined>();
    expectTypeOf(new ChanceryError('no', { code: 'INTERNAL' }).errors).toEqualTypeOf<readonly ChanceryError[]>();
  });
});
