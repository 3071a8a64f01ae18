import { setTimeout as pause } from 'node:timers/promises';
import { ulid } from 'ulid';
import { type ExchangeWorld, official } from './exchangeWorld.ts';

/** A consignment as its sender sees it. */
export interface Seen {
  readonly id: string;
  readonly state: string;
  readonly deliveredAt: string | null;
  readonly receipt: { readonly jws: string } | null;
  readonly attempts: readonly {
    readonly number: number;
    readonly outcome: string | null;
    readonly receipt: { readonly jws: string } | null;
  }[];
}

/** Sends a document of JUS to FIN; answers its consignment. */
export async function sent(world: ExchangeWorld): Promise<string> {
  const query = 'mutation ($input: DispatchDocumentInput!) { dispatchDocument(input: $input) { dispatch { consignments { id } } } }';
  const input = { documentId: `JUS:LegalOpinion:${ulid()}`, to: ['FIN'] };
  type Sent = { dispatchDocument: { dispatch: { consignments: readonly { id: string }[] } } };
  const { data } = await world.ask<Sent>(query, { input }, official('JUS'));
  return data?.dispatchDocument.dispatch.consignments[0]?.id ?? '';
}

export async function seen(world: ExchangeWorld, id: string): Promise<Seen> {
  const query =
    'query ($id: ID!) { consignment(id: $id) { id state deliveredAt receipt { jws } attempts { number outcome receipt { jws } } } }';
  const { data } = await world.ask<{ consignment: Seen | null }>(query, { id }, official('JUS'));
  if (!data?.consignment) throw new Error(`no consignment ${id}`);
  return data.consignment;
}

/** Waits until it is delivered. */
export async function delivered(world: ExchangeWorld, id: string): Promise<Seen> {
  await until(async () => (await seen(world, id)).state === 'DELIVERED');
  return seen(world, id);
}

export async function until(claim: () => boolean | Promise<boolean>, withinMs = 15_000): Promise<void> {
  for (const end = Date.now() + withinMs; Date.now() < end; await pause(20)) if (await claim()) return;
  throw new Error('it did not come to pass');
}
