import { createIssuerKey, issueToken } from '@chancery/circuit';
import { type Caller, parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

async function statusOf(id: string): Promise<string | undefined> {
  const rows = await rowsOf<{ status: string }>(url(), `SELECT status FROM document WHERE id = '${id}'`);
  return rows[0]?.status;
}

/** What the perimeter has put on record as refused, in order. */
async function refusals(): Promise<readonly string[]> {
  const rows = await rowsOf<{ code: string }>(
    url(),
    `SELECT payload ->> 'code' AS code FROM kernel.outbox WHERE payload ->> 'type' = 'refused' ORDER BY row_id`,
  );
  return rows.map((row) => row.code);
}

const url = (): string => world.databases.get('justice') ?? '';
