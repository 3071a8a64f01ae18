import { type Caller, type Duty, EXCHANGE, parseOfficialId } from '@chancery/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actsIn } from '../kit/perimeterActs.ts';
import { type PerimeterWorld, perimeterWorld, person } from '../kit/perimeterWorld.ts';
import { rowsOf } from '../kit/rows.ts';

const DOCUMENTS = 10;
const names = ['a.person', 'b.second', 'c.third'];
const signatories: readonly Caller[] = names.map((name) => ({ ...person('JUS'), official: parseOfficialId(`JUS:${name}`) }));

let world: PerimeterWorld;
let acts: ReturnType<typeof actsIn>;
beforeAll(async () => {
  world = await perimeterWorld();
  acts = actsIn(world);
  const all = [...signatories, ofExchange('OPERATOR'), ofExchange('SECURITY_OFFICER')];
  const officials = all.map(({ official, ...held }) => ({ ...held, id: official, name: official }));
  const institutions = [{ code: EXCHANGE, name: 'The exchange', sector: 'test' }];
  const enrolment = 'mutation Enrol($input: EnrolInput!) { enrol(input: $input) { version } }';
  await world.as('circuit').ask('directory', enrolment, { input: { institutions, officials, regulation: true } });
  // Each signatory's key is made at the first signature: here, so that those who sign at once find it.
  for (const by of signatories) await acts.on('justice', 'signDocument', { documentId: await acts.draft() }, by);
}, 60_000);
afterAll(() => world?.close());

/** All three sign each of some drafts at once; how many signatures each has then, and what the others were told. */
async function signAtOnce(documents = DOCUMENTS): Promise<readonly { readonly signers: number; readonly told: readonly string[] }[]> {
  const drafts = await Promise.all(Array.from({ length: documents }, () => acts.draft()));
  return Promise.all(
    drafts.map(async (documentId) => {
      const tries = signatories.map((by) => acts.on('justice', 'signDocument', { documentId }, by));
      const ended = await Promise.allSettled(tries);
      const told = ended.flatMap((end) => (end.status === 'rejected' ? [String(end.reason.code)] : []));
      const rows = await rowsOf(world.databases.get('justice') ?? '', 'SELECT official FROM signature WHERE document_id = $1', [
        documentId,
      ]);
      return { signers: rows.length, told };
    }),
  );
}

const ofExchange = (duty: Duty): Caller => ({
  official: parseOfficialId(`EXC:${duty.toLowerCase().slice(0, 3)}`),
  institution: EXCHANGE,
  duties: [duty],
  clearance: false,
});

const decide = (duty: Duty, field: string, input: object): Promise<unknown> =>
  world.run('directory', field, input, '{ regulation { version } }', ofExchange(duty));

describe('who sign at once (§5.2)', () => {
  it('are one where the kind takes one signature', async () => {
    const all = await signAtOnce();
    expect(all).toEqual(all.map(() => ({ signers: 1, told: ['DOCUMENT_NOT_DRAFT', 'DOCUMENT_NOT_DRAFT'] })));
  });

  it('are two where it takes two', async () => {
    await decide('OPERATOR', 'proposeRegulation', { note: 'Two sign.', signatories: [{ kind: 'LegalOpinion', count: 2 }] });
    await decide('SECURITY_OFFICER', 'confirmRegulation', { version: 2 });
    await expect.poll(async () => (await signAtOnce(1))[0]?.signers, { timeout: 20_000 }).toBe(2);
    const all = await signAtOnce();
    expect(all).toEqual(all.map(() => ({ signers: 2, told: ['DOCUMENT_NOT_DRAFT'] })));
  });

  it('make one signature of one official, whatever the number', async () => {
    const documentId = await acts.draft();
    const [by] = signatories;
    if (by === undefined) throw new Error('somebody signs');
    const ended = await Promise.allSettled([1, 2, 3].map(() => acts.on('justice', 'signDocument', { documentId }, by)));
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const codes = ended.flatMap((end) => (end.status === 'rejected' ? [end.reason.code] : []));
    expect(codes).toEqual(['ALREADY_SIGNED', 'ALREADY_SIGNED']);
  });
});
