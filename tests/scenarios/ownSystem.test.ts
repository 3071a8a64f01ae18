import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  castOf,
  type Desk,
  dispatch,
  draft,
  enrol,
  GatewayClient,
  type OfficialSeed,
  officialSeeds,
  readMembers,
  register,
  registerConsignment,
  repository,
  settled,
  sign,
  tokenSource,
} from '@chancery/circuit';
import { perimeterSdl } from '@chancery/schema';
import { compose } from '@chancery/supergraph';
import { type FieldDefinitionNode, Kind, parse, print } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestCircuit, type TestCircuit } from '../kit/circuit.ts';
import { type OwnSystem, startOwnSystem } from '../kit/ownSystem.ts';
import { within } from '../kit/processes.ts';

const agency = { code: 'WAT', name: 'Water Agency', parent: null, sector: 'environment', server: 'water' };
const officials: readonly OfficialSeed[] = [
  { id: 'WAT:i.koval', name: 'Iryna Koval', institution: 'WAT', clearance: true, duties: ['REGISTRAR', 'SIGNATORY', 'CLERK'] },
];
const cast = castOf([...officialSeeds, ...officials]);
const registrar = cast('WAT', 'REGISTRAR');

let circuit: TestCircuit;
let system: OwnSystem;
let gateway: GatewayClient;
beforeAll(async () => {
  circuit = await startTestCircuit();
  system = await startOwnSystem(circuit.registry);
  await enrol(circuit.operator, [agency], officials);
  const sdl = readFileSync(join(repository, 'docs/operations/connect/schema.graphql'), 'utf8');
  const { supergraphSdl } = compose([...readMembers(), { name: 'water', sdl, institution: true }]);
  const { url } = await circuit.services.anotherGateway({ supergraphSdl });
  gateway = new GatewayClient(`${url}/graphql`, tokenSource(circuit.issuer));
}, 120_000);
afterAll(async () => {
  system?.stop();
  await circuit?.close();
});

/** What of a document the standard never leaves out. */
const mustHave = parse(perimeterSdl).definitions.flatMap((node) =>
  node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === 'Document' ? (node.fields ?? []).flatMap(asked) : [],
);
function asked({ name, type }: FieldDefinitionNode): readonly string[] {
  if (type.kind !== Kind.NON_NULL_TYPE) return [];
  const named = print(type).replace(/[[\]!]/g, '');
  return [['Institution', 'Official', 'Signature'].includes(named) ? `${name.value} { __typename }` : name.value];
}

const desk = (): Desk => ({ client: gateway, cast, requests: 'own system' });
const codeOf = async (query: string): Promise<unknown> => (await gateway.ask(query, {}, registrar)).errors[0]?.extensions;

describe('an institution with a system of its own', () => {
  it('answers for its documents, card and content, through the gateway', async () => {
    const id = await system.firstDocument();
    const query =
      'query Read($id: ID!) { document(id: $id) { title institution { name } author { name } content { ... on WaterPermit { source amount } } } }';
    const { data, errors } = await gateway.ask(query, { id }, registrar);

    expect({ data, errors }).toEqual({
      errors: [],
      data: {
        document: {
          title: 'Leave to take water from the Desna',
          institution: { name: 'Water Agency' },
          author: { name: 'Iryna Koval' },
          content: { source: 'Desna', amount: 1200 },
        },
      },
    });
  });

  it('answers all that a card must have', async () => {
    const id = await system.firstDocument();
    const { data, errors } = await gateway.ask(`query Card($id: ID!) { document(id: $id) { ${mustHave.join(' ')} } }`, { id }, registrar);

    expect(mustHave).toContain('jointInstitutions { __typename }');
    expect({ isThere: data !== null && !JSON.stringify(data).includes('null'), errors }).toEqual({ isThere: true, errors: [] });
  });

  it('shows it to nobody who was not sent it', async () => {
    const id = await system.firstDocument();
    const { errors } = await gateway.ask('query Read($id: ID!) { document(id: $id) { title } }', { id }, cast('FIN', 'REGISTRAR'));
    expect(errors[0]?.extensions?.code).toBe('DOCUMENT_NOT_FOUND');
  });

  it('sends a document, which is verified, received and registered', async () => {
    const [sent] = await dispatch(desk(), 'WAT', await system.firstDocument(), ['FIN']);
    if (sent === undefined) throw new Error('Nothing was sent.');
    expect(await settled(gateway, registrar, sent.id)).toBe('DELIVERED');
    await registerConsignment(desk(), sent);

    const copy = '{ inbox(institution: "FIN") { edges { node { id state copy { title author { name } } } } } }';
    const { data } = await gateway.ask(copy, {}, cast('FIN', 'REGISTRAR'));
    expect(JSON.stringify(data)).toContain('"title":"Leave to take water from the Desna","author":{"name":"Water Agency"}');
  });

  it('receives a document, and the exchange believes its receipt and hears that it was registered', async () => {
    const own = { ...desk(), requests: 'to own system' };
    const id = await draft(own, 'JUS', 'LegalOpinion', { title: 'On water', question: 'May it?', opinion: 'It may.' });
    await sign(own, 'JUS', id);
    await register(own, 'JUS', id);
    const [sent] = await dispatch(own, 'JUS', id, ['WAT']);
    if (sent === undefined) throw new Error('Nothing was sent.');
    const state = async (): Promise<unknown> => {
      const { data } = await gateway.ask<{ consignment: unknown }>(
        'query State($id: ID!) { consignment(id: $id) { state incomingNumber } }',
        { id: sent.id },
        registrar,
      );
      return data?.consignment;
    };
    await within(20_000, async () => JSON.stringify(await state()).includes('REGISTERED'), 'It was not registered');

    expect(await state()).toEqual({ state: 'REGISTERED', incomingNumber: 'WAT-in/1' });
    expect(system.said()).toContain(`received ${sent.id} On water`);
  });

  it('is in the catalogue by its events', async () => {
    const query = '{ documents(filter: { institution: ["WAT"] }) { edges { node { title kind } } } }';
    const isListed = async () => JSON.stringify((await gateway.ask(query, {}, registrar)).data).includes('"kind":"WaterPermit"');
    await within(20_000, isListed, 'The catalogue does not list it');
  });

  it.each([
    [
      'a command of the standard',
      'mutation { signDocument(input: { documentId: "WAT:WaterPermit:01JD0000000000000000000001" }) { document { id } } }',
    ],
    ['a list of the standard', '{ inbox(institution: "WAT") { edges { node { id } } } }'],
    [
      'an export of a list of the standard',
      'mutation { startPerimeterExport(input: { institution: "WAT", inbox: {}, format: CSV }) { export { id } } }',
    ],
    ['the exports of its officials', '{ perimeterExports(institution: "WAT") { edges { node { id } } } }'],
    ['one of them', '{ perimeterExport(id: "WAT:export:01JD0000000000000000000001") { status } }'],
    ['the draft of its kind', 'mutation { draftWaterPermit(input: { title: "A" }) { document { id } } }'],
  ])('says of %s that it does not offer it', async (_, query) => {
    expect(await codeOf(query)).toEqual(expect.objectContaining({ code: 'NOT_OFFERED', clause: '1.2' }));
  });

  it('says so of exports and files, too, where somebody fetches them', async () => {
    const headers = { authorization: `Bearer ${await circuit.token(registrar)}` };
    const document = encodeURIComponent(await system.firstDocument());
    for (const path of ['/exports/WAT:export:01JD0000000000000000000001', `/files/${'0'.repeat(64)}?document=${document}`]) {
      const answer = await fetch(new URL(path, circuit.graphql), { headers });
      expect([answer.status, await answer.json()]).toMatchObject([
        404,
        { errors: [{ extensions: { code: 'NOT_OFFERED', clause: '1.2' } }] },
      ]);
    }
  });

  it('lets no document go to another service than the exchange', async () => {
    await expect(
      circuit.operator.ask('water', 'mutation { releaseDocument(input: { dispatchId: "a", documentId: "b", to: [] }) { bundle } }', {}),
    ).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});
