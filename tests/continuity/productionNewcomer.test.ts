import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Ended, runIn } from '../kit/commands.ts';
import { within } from '../kit/processes.ts';
import { type ProductionCircuit, startProductionCircuit } from '../kit/productionCircuit.ts';
import { copyRepository, type RepositoryCopy } from '../kit/repositoryCopy.ts';

/** An institution joins a circuit in earnest: databases, authority and issuer are the operator's own. */
let code: RepositoryCopy;
let circuit: ProductionCircuit;
beforeAll(async () => {
  code = copyRepository();
  circuit = await startProductionCircuit(code.folder, ['agriculture']);
}, 240_000);
afterAll(async () => {
  await circuit?.close();
  code?.remove();
});

const run = (command: string, words: readonly string[], over: NodeJS.ProcessEnv = {}): Promise<Ended> =>
  runIn(code.folder, command, circuit.home, words, { ...circuit.environment, ...over });
const adding = (code: string, name: string, kind: string) => ['add', '--code', code, '--name', name, '--kind', kind];
const farms = adding('AGR', 'Ministry of Agriculture', 'FarmSubsidy');
const draft = 'mutation { draftFarmSubsidy(input: { title: "Seed", subject: "Seed", body: "Forty tonnes." }) { document { status } } }';

it('one without a database is told so at once, and goes again', async () => {
  const refused = await run('institution', adding('RIV', 'Ministry of Rivers', 'RiverNote'));
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('RIVERS_DATABASE_URL is not set') });
  expect(circuit.said()).toContain('✗ rivers joins');

  expect(await run('institution', ['remove', '--code', 'RIV'])).toMatchObject({ code: 0 });
  expect(existsSync(join(code.folder, 'subgraphs/institutions/rivers'))).toBe(false);
}, 180_000);

it('one without a certificate is told which is missing', async () => {
  const refused = await run('institution', farms);
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/no \S+agriculture\.crt/) });
}, 120_000);

it('goes on once all is there, and leaves its people to its security officers', async () => {
  await circuit.certify('agriculture');
  const added = await run('institution', farms);

  expect(added).toMatchObject({ code: 0, stdout: expect.stringContaining('npm run admit') });
  expect(added.stdout).toMatch(/✓ server[\s\S]*– directory[\s\S]*✓ graph/);
  expect((await circuit.ask('AGR:r.hnatiuk', draft)).errors?.[0]?.extensions.code).toBe('OFFICIAL_UNKNOWN');
}, 180_000);

it('takes part, with who is entered by its security officers', async () => {
  const officers = [
    { id: 'AGR:r.hnatiuk', name: 'Roman Hnatiuk' },
    { id: 'AGR:v.zinchenko', name: 'Vira Zinchenko' },
  ];
  const joining = {
    code: 'AGR',
    name: 'Ministry of Agriculture',
    sector: 'agriculture',
    server: 'agriculture',
    securityOfficers: officers,
  };
  const file = join(circuit.home.folder, 'joining.json');
  writeFileSync(file, JSON.stringify([joining]));
  expect(await run('admit', [file])).toMatchObject({ code: 0 });
  rmSync(file);
  const admitted = 'mutation { admitOfficial(input: { official: "AGR:c.lysenko", name: "Clara Lysenko" }) { __typename } }';
  const granted = 'mutation { grantDuty(input: { official: "AGR:c.lysenko", duty: CLERK }) { __typename } }';
  await within(20_000, async () => (await circuit.ask('AGR:r.hnatiuk', admitted)).errors === undefined, 'She is not entered');
  expect((await circuit.ask('AGR:r.hnatiuk', granted)).errors).toBeUndefined();
  const drafted = async () => JSON.stringify(await circuit.ask('AGR:c.lysenko', draft)).includes('"status":"DRAFT"');
  await within(20_000, drafted, 'She cannot draft');
}, 60_000);

it.each([
  ['has documents (§1.16)', {}, 'INSTITUTION_IN_USE'],
  ['cannot be looked into, for no database is named', { AGRICULTURE_OWNER_DATABASE_URL: '' }, 'name it in AGRICULTURE_OWNER_DATABASE_URL'],
])(
  'does not go while it %s',
  async (_, over, said) => {
    expect(await run('institution', ['remove', '--code', 'AGR'], over)).toMatchObject({ code: 1, stderr: expect.stringContaining(said) });
    expect(existsSync(join(code.folder, 'subgraphs/institutions/agriculture'))).toBe(true);
  },
  60_000,
);
