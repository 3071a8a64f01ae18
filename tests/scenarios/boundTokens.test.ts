import { directory } from '@chancery/directory';
import { parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { type RunningGateway, startGateway } from '@chancery/supergraph';
import { Credentials, type PublicMaterial, type TlsMaterial } from '@chancery/trust';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { foreignAuthority, testAuthority, tlsMaterial } from '../kit/authority.ts';
import { knock } from '../kit/knock.ts';
import { type SmallCircuit, smallCircuit } from '../kit/smallCircuit.ts';

const archive = { official: parseOfficialId('JUS:system.archive'), institution: parseInstitutionCode('JUS') };
const clerk = { official: parseOfficialId('JUS:c.clerk'), institution: parseInstitutionCode('JUS') };

let circuit: SmallCircuit;
let gateway: RunningGateway;
let own: TlsMaterial;
let other: TlsMaterial;
let foreign: TlsMaterial;

beforeAll(async () => {
  circuit = await smallCircuit({ directory: 'directory', gateway: 'gateway', circuit: 'circuit' });
  await circuit.start('directory', directory);
  const officials = [archive, clerk].map(({ official: id, institution }) => ({
    id,
    name: id,
    institution,
    clearance: false,
    duties: ['CLERK'],
  }));
  const institutions = [{ code: 'JUS', name: 'Justice', sector: 'justice', server: 'justice' }];
  await circuit.client('circuit').ask('directory', 'mutation Enrol($input: EnrolInput!) { enrol(input: $input) { version } }', {
    input: { institutions, officials },
  });
  const { certificate: ca } = await testAuthority();
  const tls = new Credentials<PublicMaterial>({ ...(await tlsMaterial({ name: 'gateway' })), ca });
  gateway = await startGateway({
    identity: circuit.identity('gateway'),
    registry: circuit.registry,
    port: 0,
    tokens: circuit.issuer.believed,
    tls,
  });
  [own, other, foreign] = await Promise.all([
    tlsMaterial({ name: 'archive.justice' }),
    tlsMaterial({ name: 'archive.finance' }),
    tlsMaterial({ name: 'archive.justice' }, foreignAuthority),
  ]);
});
afterAll(async () => {
  await gateway?.close();
  await circuit?.close();
});

/** Who asks is known, and nothing more is there to answer: no audit trail, no perimeter. */
const whoAsksIsKnown = 'AUDIT_UNAVAILABLE';

/** The code of the gateway's answer over a connection with a certificate, or without. */
async function refusalOf(token: string, shown: TlsMaterial | null): Promise<string | undefined> {
  const material = shown ?? { ca: own.ca };
  const body = JSON.stringify({ query: '{ __typename }' });
  const answer = await knock({ url: gateway.url, service: 'localhost', material, body, authorization: `Bearer ${token}` });
  const { data, errors } = JSON.parse(answer.body) as { data?: object; errors?: readonly { extensions: { code: string } }[] };
  return data === undefined ? errors?.[0]?.extensions.code : undefined;
}

test('a token that is bound to a certificate is good over a connection with that certificate', async () => {
  expect(await refusalOf(await circuit.issuer.bound(archive, own), own)).toBe(whoAsksIsKnown);
});

test.each<readonly [string, () => TlsMaterial | null]>([
  ['without a certificate', () => null],
  ['with another certificate', () => other],
  ['with one of a foreign authority', () => foreign],
])('it is refused over a connection %s', async (_case, shown) => {
  expect(await refusalOf(await circuit.issuer.bound(archive, own), shown())).toBe('TOKEN_INVALID');
});

test('a system’s token that is bound to nothing is refused; an official’s is good over any connection', async () => {
  expect(await refusalOf(await circuit.issuer.token(archive), own)).toBe('TOKEN_INVALID');
  expect(await refusalOf(await circuit.issuer.token(clerk), other)).toBe(whoAsksIsKnown);
});
