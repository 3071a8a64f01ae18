import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readMembers } from '../../circuit/members.ts';
import { type StandInCircuit, startStandIns } from '../../tests/kit/standInCircuit.ts';
import { compose } from '../compose/compose.ts';

const farms = {
  name: 'agriculture',
  institution: true,
  sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    type Document @key(fields: "id", resolvable: false) { id: ID! }
    extend type Mutation { draftFarmSubsidy(input: DraftFarmSubsidyInput!): DraftFarmSubsidyPayload }
    type FarmSubsidy @key(fields: "id") { id: ID! parcel: String }
    input DraftFarmSubsidyInput { title: String! }
    type DraftFarmSubsidyPayload { document: Document }`,
};
const before = compose(readMembers()).supergraphSdl;
const after = compose([...readMembers(), farms]).supergraphSdl;

let circuit: StandInCircuit;
beforeAll(async () => {
  circuit = await startStandIns();
});
afterAll(() => circuit.close());

/** Someone who asks again and again. */
class Client {
  asked = 0;
  readonly failed: unknown[] = [];
  isOver = false;

  async run(token: string): Promise<void> {
    for (; !this.isOver; this.asked += 1) {
      const query = `{ document(id: "JUS:LegalOpinion:01JD0000000000000000000001") { a${this.asked % 10}: title } }`;
      const answer = await ask(query, token).catch((error: unknown) => error);
      if (!(answer instanceof Object && 'data' in answer && !('errors' in answer))) this.failed.push(answer);
    }
  }

  /** Waits until it has had two more answers: the second was asked for after this moment. */
  async answered(): Promise<void> {
    for (const until = this.asked + 2; this.asked < until; ) await pause(5);
  }
}

async function ask(query: string, token: string): Promise<unknown> {
  const response = await fetch(`${circuit.gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

const graph = async (): Promise<string> => (await fetch(`${circuit.gateway.url}/healthz`)).text();
const knowsFarms = async (token: string): Promise<boolean> => {
  const answer = await ask('{ __type(name: "FarmSubsidy") { name } }', token);
  return JSON.stringify(answer).includes('FarmSubsidy');
};

test('a gateway serves another graph, and no operation is lost over it', async () => {
  const token = await circuit.token('c.clerk', 'JUS');
  const first = await graph();
  const clients = Array.from({ length: 8 }, () => new Client());
  const running = clients.map((client) => client.run(token));

  for (const supergraphSdl of [after, before, after]) {
    await circuit.gateway.serve({ supergraphSdl });
    await Promise.all(clients.map((client) => client.answered()));
  }
  for (const client of clients) client.isOver = true;
  await Promise.all(running);

  expect(clients.flatMap(({ failed }) => failed)).toEqual([]);
  expect(await graph()).not.toBe(first);
  expect(await knowsFarms(token)).toBe(true);
}, 120_000);

test('one that cannot be loaded is not served, and the one before is', async () => {
  const served = await graph();
  await expect(circuit.gateway.serve({ supergraphSdl: 'type Query { a: Int }' })).rejects.toThrow();

  expect(await graph()).toBe(served);
  expect(await knowsFarms(await circuit.token('c.clerk', 'JUS'))).toBe(true);
});
