import { createIssuerKey, issueToken } from '@chancery/circuit';
import { type Caller, type Duty, EXCHANGE, parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { exchange } from '@chancery/exchange';
import { type RunningService, startService } from '@chancery/kernel';
import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migratedDoors } from '../kit/databases.ts';
import { type DirectoryWorld, directoryWorld } from '../kit/directoryWorld.ts';
import { directoryMigrations, type ExchangeWorld, exchangeWorld, official } from '../kit/exchangeWorld.ts';
import { actsIn } from '../kit/perimeterActs.ts';
import { newId, type PerimeterWorld, perimeterWorld, person } from '../kit/perimeterWorld.ts';
import { rowsOf } from '../kit/rows.ts';

let world: PerimeterWorld;
let draft: string;
let registered: string;
beforeAll(async () => {
  world = await perimeterWorld();
  const acts = actsIn(world);
  draft = await acts.draft();
  registered = await acts.registered();
}, 60_000);
afterAll(() => world?.close());

const jus = person('JUS');
const clerk: Caller = { ...jus, official: parseOfficialId('JUS:c.clerk'), duties: ['CLERK'], clearance: false };
const code = (wanted: string) => expect.objectContaining({ code: wanted });
const court = parseInstitutionCode('COURT');
const sign = 'mutation Sign($input: SignDocumentInput!) { signDocument(input: $input) { document { status } } }';
const release = 'mutation Release($input: ReleaseDocumentInput!) { releaseDocument(input: $input) { bundle } }';

/** Who holds the gateway's key, and says what it likes: the caller, and perhaps a token that it came by. */
const signsAs = (caller: Caller, token: string | null) =>
  world.as('gateway').ask('justice', sign, { input: { documentId: draft } }, { caller, token });

const tokenOf = ({ official, institution }: Pick<Caller, 'official' | 'institution'>) => world.issuer.token({ official, institution });

describe('nobody signs by the word of the gateway', () => {
  const cases: readonly (readonly [string, string, Caller, () => Promise<string> | string | null])[] = [
    ['alone', 'UNAUTHENTICATED', jus, () => null],
    ['and the token of another official', 'UNAUTHENTICATED', jus, () => tokenOf(clerk)],
    ['and a token for another institution', 'UNAUTHENTICATED', jus, () => tokenOf({ ...jus, institution: parseInstitutionCode('FIN') })],
    ['and a token of a foreign issuer', 'TOKEN_INVALID', jus, async () => issueToken((await createIssuerKey()).key, jus)],
    ['and what is no token', 'TOKEN_INVALID', jus, () => 'x.y.z'],
    ['and a duty that the official does not hold', 'DUTY_REQUIRED', { ...clerk, duties: ['CLERK', 'SIGNATORY'] }, () => tokenOf(clerk)],
    ['and clearance that the official does not have', 'DUTY_REQUIRED', { ...clerk, clearance: true }, () => tokenOf(clerk)],
  ];
  it.each(cases)('%s', async (_case, refusal, caller, token) => {
    const before = await refusals();
    await expect(signsAs(caller, await token())).rejects.toEqual(code(refusal));

    expect(await statusOf(draft)).toBe('DRAFT');
    expect((await refusals()).slice(before.length)).toEqual([refusal]);
  });
});

it('nothing is released by the word of the exchange alone', async () => {
  const input = { dispatchId: newId('JUS'), documentId: registered, to: ['FIN'] };
  const ask = (token: string | null) => world.as('exchange').ask('justice', release, { input }, { caller: jus, token });
  await expect(ask(null)).rejects.toEqual(code('UNAUTHENTICATED'));
  await expect(ask(await tokenOf(clerk))).rejects.toEqual(code('UNAUTHENTICATED'));

  expect(await ask(await tokenOf(jus))).toMatchObject({ releaseDocument: { bundle: expect.anything() } });
});

it('an official’s own token signs, and reading asks for none', async () => {
  const read = await world.as('gateway').ask('justice', `{ document(id: "${draft}") { status } }`, {}, { caller: jus });
  expect(read).toEqual({ document: { status: 'DRAFT' } });
  expect(await signsAs(jus, await tokenOf(jus))).toEqual({ signDocument: { document: { status: 'SIGNED' } } });
});

describe('nobody decides in the directory by the word of the gateway', () => {
  const by = (name: string, duty: Duty, institution = parseInstitutionCode('JUS')): Caller => ({
    official: parseOfficialId(`${institution}:${name}`),
    institution,
    duties: [duty],
    clearance: false,
  });
  const one = by('s.one', 'SECURITY_OFFICER');
  const two = by('s.two', 'SECURITY_OFFICER');
  const operator = by('o.operator', 'OPERATOR', EXCHANGE);
  const other = by('p.operator', 'OPERATOR', EXCHANGE);
  let offices: DirectoryWorld;
  let appointmentId: string;
  let version: number;
  beforeAll(async () => {
    offices = await directoryWorld();
    const all = [one, two, operator, other];
    const officials = all.map(({ official: id, institution, duties }) => ({ id, name: id, institution, clearance: false, duties }));
    await offices.enrol({ institutions: [{ code: EXCHANGE, name: 'The exchange', sector: 'test' }], officials });
    const grant = command('grantDuty', 'appointment { id }');
    const auditor = { input: { official: 'JUS:o.petrenko', duty: 'AUDITOR' } };
    appointmentId = (await offices.askFor<{ done: { appointment: { id: string } } }>(one, grant, auditor)).done.appointment.id;
    const propose = command('proposeRegulation', 'regulation { version }');
    const proposal = { input: { note: 'Sooner.' } };
    version = (await offices.askFor<{ done: { regulation: { version: number } } }>(operator, propose, proposal)).done.regulation.version;
  }, 60_000);
  afterAll(() => offices?.close());

  const cases: readonly (readonly [string, Caller, () => object])[] = [
    ['grantDuty', one, () => ({ official: 'JUS:o.petrenko', duty: 'SIGNATORY' })],
    ['admitOfficial', one, () => ({ official: 'JUS:f.forged', name: 'F. Forged' })],
    ['confirmAppointment', two, () => ({ appointmentId })],
    ['proposeRegulation', operator, () => ({ note: 'Forged.' })],
    ['confirmRegulation', other, () => ({ version })],
  ];
  it.each(cases)('%s', async (name, caller, input) => {
    const before = await told(offices.database);
    for (const token of [null, await offices.issuer.token(clerk), await offices.issuer.token({ ...caller, institution: court })])
      await expect(offices.as('gateway').ask('directory', command(name), { input: input() }, { caller, token })).rejects.toEqual(
        code('UNAUTHENTICATED'),
      );

    // Whatever changes is told: nothing was but the refusals.
    expect((await told(offices.database)).slice(before.length)).toEqual(Array(3).fill('refused UNAUTHENTICATED'));
    await offices.askFor(caller, command(name), { input: input() });
  });
});

describe('nobody dispatches or withdraws by the word of the gateway', () => {
  let letters: ExchangeWorld;
  let service: RunningService;
  let database: string;
  beforeAll(async () => {
    const [directory, own] = await Promise.all([migratedDoors(directoryMigrations), migratedDoors(exchange.migrations)]);
    database = own.owner;
    letters = await exchangeWorld({ directory: directory.service, exchange: own.service });
    letters.perimeters.finance.beforeReceiving = () => new Promise(() => undefined);
    service = await startService(exchange, letters.exchange);
  }, 60_000);
  afterAll(async () => {
    await letters?.close();
    await service?.close();
  });

  const registrar = official('JUS');
  const letter = () => ({ documentId: `JUS:LegalOpinion:${ulid()}`, to: ['FIN'] });

  it('dispatchDocument, withdrawConsignment', async () => {
    type Sent = { readonly done: { readonly dispatch: { readonly consignments: readonly { readonly id: string }[] } } };
    const sent = await letters.ask<Sent>(command('dispatchDocument', 'dispatch { consignments { id } }'), { input: letter() }, registrar);
    const withdrawal = { consignmentId: sent.data?.done.dispatch.consignments[0]?.id, reason: 'Forged.' };
    const before = await refusals(database);
    for (const token of [null, await letters.issuer.token(clerk)]) {
      for (const [name, input] of [
        ['dispatchDocument', letter()],
        ['withdrawConsignment', withdrawal],
      ] as const) {
        const { errors } = await letters.ask(command(name), { input }, registrar, token);
        expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
      }
    }

    expect((await refusals(database)).slice(before.length)).toEqual(Array(4).fill('UNAUTHENTICATED'));
    expect(letters.perimeters.justice.released.size).toBe(1);
    // A duty, or clearance, that only the gateway says an official has.
    const executor = { ...registrar, official: parseOfficialId('JUS:e.executor') };
    for (const [name, input] of [
      ['dispatchDocument', letter()],
      ['withdrawConsignment', withdrawal],
    ] as const) {
      const { errors } = await letters.ask(command(name), { input }, executor);
      expect(errors?.[0]?.extensions.code).toBe('DUTY_REQUIRED');
    }
    const withdrawn = await letters.ask(command('withdrawConsignment', 'consignment { state }'), { input: withdrawal }, registrar);
    expect(withdrawn.data).toEqual({ done: { consignment: { state: 'WITHDRAWN' } } });
  });
});

async function statusOf(id: string): Promise<string | undefined> {
  const rows = await rowsOf<{ status: string }>(url(), `SELECT status FROM document WHERE id = '${id}'`);
  return rows[0]?.status;
}

/** What a service has told, in order: the type, and why where it refused. */
async function told(database: string): Promise<readonly string[]> {
  const rows = await rowsOf<{ what: string }>(
    database,
    `SELECT concat_ws(' ', payload ->> 'type', payload ->> 'code') AS what FROM kernel.outbox ORDER BY row_id`,
  );
  return rows.map(({ what }) => what);
}

/** One command, whose answer is called `done`. */
const command = (name: string, selection = '__typename'): string =>
  `mutation Run($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { done: ${name}(input: $input) { ${selection} } }`;

/** What a service has put on record as refused, in order. */
async function refusals(database = url()): Promise<readonly string[]> {
  const rows = await rowsOf<{ code: string }>(
    database,
    `SELECT payload ->> 'code' AS code FROM kernel.outbox WHERE payload ->> 'type' = 'refused' ORDER BY row_id`,
  );
  return rows.map((row) => row.code);
}

const url = (): string => world.databases.get('justice') ?? '';
