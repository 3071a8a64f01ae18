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

/** Asks again and again; answers what was not answered whole. */
async function asking(token: string, until: { isOver: boolean }): Promise<{ asked: number; failed: unknown[] }> {
  const failed: unknown[] = [];
  let asked = 0;
  while (!until.isOver) {
    asked += 1;
    const query = `{ document(id: "JUS:LegalOpinion:01JD0000000000000000000001") { a${asked % 10}: title } }`;
    const answer = await ask(query, token).catch((error: unknown) => error);
    if (!(answer instanceof Object && 'data' in answer && !('errors' in answer))) failed.push(answer);
  }
  return { asked, failed };
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
  const until = { isOver: false };
  const clients = Array.from({ length: 8 }, () => asking(token, until));

  for (const supergraphSdl of [after, before, after]) {
    await circuit.gateway.serve({ supergraphSdl });
    await pause(200);
  }
  until.isOver = true;
  const told = await Promise.all(clients);

  expect(told.flatMap(({ failed }) => failed)).toEqual([]);
  expect(told.every(({ asked }) => asked > 3)).toBe(true);
  expect(await graph()).not.toBe(first);
  expect(await knowsFarms(token)).toBe(true);
});

test('one that cannot be loaded is not served, and the one before is', async () => {
  const served = await graph();
  await expect(circuit.gateway.serve({ supergraphSdl: 'type Query { a: Int }' })).rejects.toThrow();

  expect(await graph()).toBe(served);
  expect(await knowsFarms(await circuit.token('c.clerk', 'JUS'))).toBe(true);
});
