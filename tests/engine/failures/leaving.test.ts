import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { opinion, request } from '../../kit/standInCircuit.ts';
import { type FailingCircuit, startFailing } from './failingCircuit.ts';

let failing: FailingCircuit;
let open: number;
beforeAll(async () => {
  failing = await startFailing({ patienceMs: 10_000 });
});
afterAll(() => failing.close());
beforeEach(() => {
  open = 0;
  failing.finance.behave((response) => {
    open += 1;
    response.once('close', () => {
      open -= 1;
    });
  });
});

const isOpen = (count: number) => expect.poll(() => open, { timeout: 5_000 }).toBe(count);

/** Asks, and goes away when told to. */
async function leaving(query: string): Promise<{ leave(): void; readonly ended: Promise<string> }> {
  const controller = new AbortController();
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${await failing.circuit.token('s.sign', 'JUS')}` };
  const { signal } = controller;
  const answer = fetch(`${failing.gateway.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }), signal });
  const ended = answer.then(
    () => 'answered',
    () => 'left',
  );
  return { leave: () => controller.abort(), ended };
}

describe('a client that goes away', () => {
  test('ends the reads that only it waited for', async () => {
    const { leave, ended } = await leaving(`{ a: document(id: "${opinion}") { title } b: document(id: "${request}") { title } }`);
    await isOpen(1);
    leave();

    expect(await ended).toBe('left');
    await isOpen(0);
  });

  test('does not end a command', async () => {
    const { leave, ended } = await leaving(`mutation { signDocument(input: { documentId: "${request}" }) { document { title } } }`);
    await isOpen(1);
    leave();

    expect(await ended).toBe('left');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(open).toBe(1);
  });
});

test('a gateway that closes takes nobody new, answers what it has begun, and is then closed', async () => {
  const token = await failing.circuit.token('s.sign', 'JUS');
  const url = `${failing.gateway.url}/graphql`;
  const ask = (): Promise<Response> =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: `mutation { signDocument(input: { documentId: "${request}" }) { document { title } } }` }),
    });
  let answer: () => void = () => undefined;
  failing.finance.behave((response, right) => {
    open += 1;
    answer = () => void response.end(right);
  });
  const begun = ask();
  await isOpen(1);
  const closed = failing.gateway.close();
  await expect.poll(() => ask().catch(() => 'nobody'), { timeout: 5_000 }).toBe('nobody');
  answer();

  const heard = await begun;
  expect(await heard.json()).toEqual({ data: { signDocument: { document: { title: `Title of ${request}` } } } });
  expect(heard.headers.get('connection')).toBe('close');
  await closed;
});
