import type { Caller } from '@chancery/domain';
import type { ServiceIdentity } from '@chancery/trust';
import { ulid } from 'ulid';
import { expect } from 'vitest';
import type { marks } from './bundles.ts';
import { world } from './exchangeOfFile.ts';
import { type Answer, official } from './exchangeWorld.ts';
import { until } from './until.ts';

/** Who dispatches, unless somebody else does. */
export const registrar = official('JUS');

interface Receipt {
  readonly jws: string;
}
interface Seen {
  readonly id: string;
  readonly state: string;
  readonly deliveredAt: string | null;
  readonly withdrawnReason: string | null;
  readonly attempts: readonly { readonly number: number; readonly outcome: string | null; readonly receipt: Receipt | null }[];
  readonly receipt: Receipt | null;
}
export interface Dispatched {
  readonly dispatchDocument: {
    readonly dispatch: { readonly id: string; readonly consignments: readonly { id: string; state: string; to: { code: string } }[] };
  } | null;
}

/** The id of a document that nobody has asked about yet. */
export const newDocument = (institution = 'JUS') => `${institution}:LegalOpinion:${ulid()}` as Parameters<typeof marks.set>[0];
export const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();

/** A registrar of JUS dispatches a new document to FIN, unless something else is said. */
export function dispatch(input: object, as: Caller = registrar): Promise<Answer<Dispatched>> {
  const query =
    'mutation ($input: DispatchDocumentInput!) { dispatchDocument(input: $input) { dispatch { id consignments { id state to { code } } } } }';
  return world.ask(query, { input: { documentId: newDocument(), to: ['FIN'], ...input } }, as);
}

/** The id of the one consignment of a dispatch that is accepted. */
export async function sent(input: object = {}): Promise<string> {
  const { data, errors } = await dispatch(input);
  expect(errors).toBeUndefined();
  return data?.dispatchDocument?.dispatch.consignments[0]?.id ?? '';
}

/** The code by which a dispatch is refused. */
export const refusalOf = async (input: object, as: Caller = registrar) => (await dispatch(input, as)).errors?.[0]?.extensions.code;

export function ask(id: string, as: Caller): Promise<Answer<{ consignment: Seen | null }>> {
  const fields =
    'id state deliveredAt withdrawnReason attempts { number outcome receipt { jws } } receipt { institution { code } digest jws }';
  return world.ask(`query ($id: ID!) { consignment(id: $id) { ${fields} } }`, { id }, as);
}

/** A consignment as its recipient sees it. */
export async function seen(id: string, as = 'FIN'): Promise<Seen> {
  const { data } = await ask(id, official(as));
  if (!data?.consignment) throw new Error(`no consignment ${id}`);
  return data.consignment;
}

/** The same, once it is delivered. */
export async function delivered(id: string, as = 'FIN'): Promise<Seen> {
  await until(async () => (await seen(id, as)).state === 'DELIVERED');
  return seen(id, as);
}

/** A consignment of JUS as its sender sees it. */
export const seenBySender = (id: string): Promise<Seen> => seen(id, 'JUS');

/** One that was sent to FIN, as its sender sees it once it is delivered. */
export const sentAndDelivered = async (): Promise<Seen> => delivered(await sent(), 'JUS');

/** Withdraws a consignment; its state then, or the code of the refusal. */
export async function withdraw(consignmentId: string, as: Caller = registrar): Promise<string | undefined> {
  const query = 'mutation ($input: WithdrawConsignmentInput!) { withdrawConsignment(input: $input) { consignment { state } } }';
  const input = { consignmentId, reason: 'Sent by mistake' };
  const { data, errors } = await world.ask<{ withdrawConsignment: { consignment: Seen } }>(query, { input }, as);
  return errors?.[0]?.extensions.code ?? data?.withdrawConsignment.consignment.state;
}

/** Asks what became of a release; or the code of the refusal. */
export async function conclude(dispatchId: string, as: ServiceIdentity | Caller): Promise<unknown> {
  const query = 'mutation ($input: ConcludeReleaseInput!) { concludeRelease(input: $input) { dispatched } }';
  const { data, errors } = await world.ask<{ concludeRelease: unknown }>(query, { input: { dispatchId } }, as);
  return errors?.[0]?.extensions.code ?? data?.concludeRelease;
}

/** Asks how a consignment stands; or the code of the refusal. */
export async function standing(consignmentId: string, as: ServiceIdentity | Caller): Promise<unknown> {
  const query = 'mutation ($input: ConsignmentStandingInput!) { consignmentStanding(input: $input) { state deliveredAt } }';
  const { data, errors } = await world.ask<{ consignmentStanding: unknown }>(query, { input: { consignmentId } }, as);
  return errors?.[0]?.extensions.code ?? data?.consignmentStanding;
}

/** Lets no delivery through at FIN until what it answers is called. */
export function holdDeliveries(): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  world.perimeters.finance.beforeReceiving = () => promise;
  return resolve;
}

/** The id under which a document is being released. */
export async function dispatchIdOf(documentId: string): Promise<string> {
  let found: string | undefined;
  await until(() => {
    found = world.perimeters.justice.asked.get(documentId);
    return found !== undefined;
  });
  return found ?? '';
}
