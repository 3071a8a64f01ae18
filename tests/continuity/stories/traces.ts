import { setTimeout as pause } from 'node:timers/promises';
import { demoCast } from '@chancery/circuit';
import { attributes } from '@chancery/observability';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lentCircuit } from '../../kit/lentCircuit.ts';
import { lentReceiver } from '../../kit/lentReceiver.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../../kit/otlpReceiver.ts';
import { type ProcessCircuit, within } from '../../kit/processes.ts';
import { failuresOf, ReceivedTraces, receivedTraces, told } from '../../kit/receivedTraces.ts';
import { type SentLetter, TracedExchange } from '../../kit/tracedExchange.ts';
import { refusals, wholeExchange } from '../../kit/tracedStory.ts';

let receiver: OtlpReceiver;
let circuit: ProcessCircuit;
let exchange: TracedExchange;
let traces: ReceivedTraces;
let sent: SentLetter;

/** Stages of the gateway that may be seen, where they took long. */
const stages = ['authenticate', 'admit', 'prepare', 'limit', 'authorise', 'weigh', 'project', 'respond', 'execute'];
const ofRecords = ['open audit record', 'close audit record'];
const LONG_NS = 50_000_000n;

beforeAll(async () => {
  receiver = await lentReceiver();
  circuit = await lentCircuit();
  exchange = new TracedExchange(circuit);
  sent = await wholeExchange(exchange);
  await refusals(exchange, sent);
  traces = await receivedTraces(receiver);
}, 180_000);

afterAll(() => receiver?.close());

test('every operation is one whole trace, whose id its answer told', () => {
  expect(exchange.steps.length).toBeGreaterThan(12);
  for (const step of exchange.steps) {
    const tree = traces.of(step);
    expect(step.traceId).toMatch(/^(?!0+$)[0-9a-f]{32}$/);
    expect([step.name, tree.orphans]).toEqual([step.name, []]);
    expect(tree.root).toMatchObject({ service: 'gateway', name: 'POST /graphql', kind: 'server', attributes: { 'url.path': '/graphql' } });
  }
});

test('what the gateway asks of others is a step of the operation, and a stage is one only where it took long', () => {
  for (const step of exchange.steps) {
    const tree = traces.of(step);
    const own = tree.childrenOf(tree.root.spanId).filter(({ name }) => !/^(?:call|subgraph) |^plan$|^hand over audit records$/.test(name));
    for (const { name, startedAt, endedAt } of own) {
      expect([...stages, ...ofRecords]).toContain(name);
      expect(endedAt - startedAt).toBeGreaterThan(LONG_NS);
    }
  }
});

test('a call is a step of who asks and a step of who answers, and what it answers is read from the own database', () => {
  const calls = exchange.steps.flatMap((step) => {
    const tree = traces.of(step);
    return tree.spans
      .filter(({ name }) => /^(?:call|subgraph) /.test(name))
      .map((call) => ({ tree, call, answers: tree.childrenOf(call.spanId) }));
  });
  expect(calls.length).toBeGreaterThan(40);
  for (const { tree, call, answers } of calls) {
    const peer = told(call, attributes.peer);
    expect(call.kind).toBe('client');
    expect(answers).toMatchObject([{ service: peer, name: `${peer} answers`, kind: 'server' }]);
    const below = tree.within(call).filter(({ service, name }) => service === peer && name.startsWith('postgresql '));
    expect(below.length).toBeGreaterThan(0);
    for (const statement of below)
      expect(statement).toMatchObject({ kind: 'client', attributes: { 'db.system.name': 'postgresql', 'db.namespace': peer } });
  }
});

test('a dispatch reaches from the gateway over the exchange into the author’s perimeter', () => {
  const tree = traces.of(exchange.step('DoDispatchDocument'));
  expect(tree.databases).toEqual(['audit', 'exchange', 'justice']);
  const slow = [...stages, ...ofRecords].map((stage) => `  gateway: ${stage}`);
  expect(tree.outline.filter((line) => !slow.includes(line))).toEqual([
    'gateway: POST /graphql (server)',
    ...auditing,
    '  gateway: plan',
    '  gateway: subgraph exchange (client)',
    '    exchange: exchange answers (server)',
    '      exchange: command dispatchDocument',
    '        exchange: call justice (client)',
    '          justice: justice answers (server)',
    '            justice: command releaseDocument',
    '              justice: postgresql (client)',
    '        exchange: postgresql (client)',
    '        exchange: enqueue deliver (producer)',
    '          exchange: postgresql (client)',
    '        exchange: postgresql (client)',
    '      exchange: postgresql (client)',
    ...auditing,
  ]);
});

const auditing = ['  gateway: call audit (client)', '    audit: audit answers (server)', '      audit: postgresql (client)'];

test('a delivery is a trace of its own, linked to the step that enqueued it, and reaches into the recipient’s perimeter', () => {
  const [enqueued] = traces.of(exchange.step('DoDispatchDocument')).named('enqueue deliver');
  const [delivery, ...others] = traces.deliveriesOf(sent.consignmentId);
  expect(others).toEqual([]);
  expect(delivery?.root).toMatchObject({ kind: 'consumer', links: [{ traceId: enqueued?.traceId, spanId: enqueued?.spanId }] });
  expect(delivery?.databases).toEqual(['exchange', 'finance']);
  expect(delivery?.outline).toEqual([
    'exchange: deliver consignment (consumer)',
    '  exchange: postgresql (client)',
    ...calling('acceptDelivery'),
    '  exchange: postgresql (client)',
    ...calling('settleDelivery'),
  ]);
});

const calling = (command: string): readonly string[] => [
  '  exchange: call finance (client)',
  '    finance: finance answers (server)',
  `      finance: command ${command}`,
  '        finance: postgresql (client)',
];

test('who follows an act is linked to it', () => {
  const { traceId } = exchange.step('DoRegisterConsignment');
  const followers = traces.spans.filter(({ name, links }) => name === 'follow finance' && links.some((link) => link.traceId === traceId));
  expect(followers.map(({ service, kind, parentSpanId }) => [service, kind, parentSpanId]).toSorted()).toEqual([
    ['audit', 'consumer', ''],
    ['catalogue', 'consumer', ''],
    ['exchange', 'consumer', ''],
  ]);
});

test('a trace is found by ids, institutions and the name of the operation', () => {
  const { documentId, consignmentId, dispatchId } = sent;
  const dispatch = traces.of(exchange.step('DoDispatchDocument'));
  expect(dispatch.root.attributes).toMatchObject({
    'exchange.id': documentId,
    'exchange.institution': 'JUS',
    'exchange.operation': 'DoDispatchDocument',
    'exchange.record': expect.stringMatching(/^[0-9A-Z]{26}$/),
  });
  expect(dispatch.named('command dispatchDocument')[0]?.attributes).toMatchObject({
    'exchange.id': documentId,
    'exchange.dispatch': dispatchId,
  });
  expect(dispatch.named('enqueue deliver')[0]?.attributes).toMatchObject({
    'exchange.id': consignmentId,
    'messaging.destination.name': 'deliver',
  });
  expect(traces.deliveriesOf(consignmentId)[0]?.root.attributes).toMatchObject({
    'exchange.sender': 'JUS',
    'exchange.institution': 'FIN',
    'exchange.document': documentId,
    'exchange.dispatch': dispatchId,
    'exchange.attempt': 1,
    'exchange.outcome': 'DELIVERED',
  });
  expect(told(traces.of(exchange.step('DoRegisterConsignment')).root, attributes.exchangeId)).toBe(consignmentId);
  expect(told(traces.of(exchange.step('DoDraftLegalOpinion')).named('command draftLegalOpinion')[0], attributes.exchangeId)).toBe(
    documentId,
  );
});

test.each([
  ['WithoutDuty', 'DUTY_REQUIRED', 'authorise', ['POST /graphql']],
  [
    'Again',
    'CONSIGNMENT_ALREADY_REGISTERED',
    'execute',
    ['POST /graphql', 'subgraph finance', 'finance answers', 'command registerConsignment'],
  ],
  ['Literal', 'MALFORMED_ID', 'execute', ['POST /graphql']],
  ['Broken', 'GRAPHQL_PARSE_FAILED', 'prepare', ['POST /graphql']],
])('a refusal is told by its code on the steps that it ended, and is no error: %s', (name, code, stage, steps) => {
  const step = exchange.step(name);
  const tree = traces.of(step);
  expect(step.code).toBe(code);
  expect(tree.spans.filter((span) => told(span, attributes.refusal) === code).map((span) => span.name)).toEqual(
    expect.arrayContaining(steps),
  );
  expect(told(tree.root, attributes.stage)).toBe(stage);
  expect(failuresOf(tree)).toEqual([]);
});

test('nothing went wrong, and nothing but our own steps is told', () => {
  const names = Object.values(attributes) as readonly string[];
  expect(traces.spans.filter(({ status, events }) => status.code !== 'unset' || events > 0)).toEqual([]);
  expect([...new Set(traces.spans.flatMap((span) => Object.keys(span.attributes)))].filter((name) => !names.includes(name))).toEqual([]);
  expect(traces.spans.filter(({ name }) => name.startsWith('gateway.') || name.endsWith('/healthz'))).toEqual([]);
  expect(
    traces.spans.filter(({ kind, parentSpanId, name }) => parentSpanId === '' && kind !== 'consumer' && name !== 'POST /graphql'),
  ).toEqual([]);
});

test('the audit trail names the trace of each operation', async () => {
  const query = `query Audit($traceId: String) { auditEntries(filter: { traceId: $traceId, place: "gateway" }) { edges { node { act } } } }`;
  const auditor = demoCast('EXC', 'AUDITOR');
  for (const { traceId, act } of exchange.steps.filter(({ code }) => code !== 'GRAPHQL_PARSE_FAILED')) {
    const { data } = await circuit.gateway.ask<{ auditEntries: unknown }>(query, { traceId }, auditor);
    expect(data?.auditEntries).toEqual({ edges: [{ node: { act } }] });
  }
});

test('whoever looks whether the gateway is up gets a trace id, and makes no trace', async () => {
  const answer = await fetch(new URL('/healthz', circuit.ready().graphql));
  expect(answer.headers.get('x-trace-id')).toMatch(/^(?!0+$)[0-9a-f]{32}$/);
});

test('an institution that is away is an error, where it was missed and at the root; each attempt is a trace', {
  timeout: 90_000,
}, async () => {
  circuit.killService('health', 'SIGSTOP');
  // It hangs, and breaks off when the process is killed.
  const missing = exchange.ask('MOH', 'REGISTRAR', 'query Missed { inbox(institution: "MOH") { totalCount } }', {});
  const { consignmentId } = await exchange.send('MOH');
  const attempts = 'query Attempts($id: ID!) { consignment(id: $id) { attempts { number outcome } } }';
  const tried = async () => JSON.stringify(await circuit.gateway.read(attempts, { id: consignmentId }, demoCast('JUS', 'REGISTRAR')));
  await within(20_000, async () => (await tried()).includes('UNREACHABLE'), 'No attempt failed');
  circuit.killService('health');
  expect((await missing).errors[0]?.extensions).toMatchObject({ code: 'INSTITUTION_UNAVAILABLE' });
  expect(await exchange.delivered(consignmentId)).toBe('DELIVERED');
  traces = await receivedTraces(receiver);

  expect(failuresOf(traces.of(exchange.step('Missed')))).toEqual(
    expect.arrayContaining(['gateway: POST /graphql INSTITUTION_UNAVAILABLE', 'gateway: subgraph health Unreachable']),
  );
  const [enqueued] = traces.of(exchange.step('DoDispatchDocument')).named('enqueue deliver');
  const tries = traces.deliveriesOf(consignmentId).filter(({ root }) => told(root, attributes.step) === 'attempt');
  expect(tries.length).toBeGreaterThan(1);
  expect(tries.map(({ root }) => told(root, attributes.attempt))).toEqual(tries.map((_, index) => index + 1));
  for (const { root } of tries)
    expect(root).toMatchObject({ kind: 'consumer', links: [{ traceId: enqueued?.traceId, spanId: enqueued?.spanId }] });
  expect(tries.slice(0, 1).flatMap(failuresOf)).toEqual([
    'exchange: call health Unreachable',
    'exchange: deliver consignment INSTITUTION_UNAVAILABLE',
  ]);
  expect(tries.slice(-1).flatMap(failuresOf)).toEqual([]);
});

test('no text of the exchange, no name, and no token is in any exported byte', () => {
  expect(exchange.canaries.size).toBeGreaterThan(60);
  expect(exchange.canaries.foundIn(receiver.bytes())).toEqual([]);
  expect(receiver.bytes().includes(sent.documentId)).toBe(true);
  // Tokens, mandates and seals begin with the same letters: {"alg" in Base64.
  expect(receiver.bytes().includes('eyJhbGci')).toBe(false);
  const words = traces.spans.flatMap(({ name, status, attributes: known }) => [name, status.message, ...Object.values(known).map(String)]);
  expect(words.filter((each) => /@|Bearer|Mandate|eyJ/.test(each))).toEqual([]);
});

test('while the trace store is away everything goes on, and what happened then is sent when it is back', { timeout: 90_000 }, async () => {
  const { port } = receiver;
  await receiver.close();
  const looking = 'query Away { institutions(first: 5) { edges { node { code } } } }';
  for (let count = 0; count < 20; count += 1) {
    const { errors } = await exchange.ask('JUS', 'REGISTRAR', looking, {});
    expect(errors).toEqual([]);
  }
  await pause(3_000);
  receiver = await startOtlpReceiver(port);
  const away = exchange.steps.filter(({ name }) => name === 'Away');
  const arrived = () => {
    const later = new ReceivedTraces(receiver.spans());
    return away.map((step) => later.of(step)).every(({ roots, databases }) => roots.length === 1 && databases.length === 2);
  };
  await within(30_000, arrived, 'The traces did not arrive');
});
