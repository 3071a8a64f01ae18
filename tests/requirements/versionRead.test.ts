import type { Caller } from '@chancery/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actsIn } from '../kit/perimeterActs.ts';
import { type PerimeterWorld, perimeterWorld, person } from '../kit/perimeterWorld.ts';
import { rowsOf } from '../kit/rows.ts';

let world: PerimeterWorld;
let acts: ReturnType<typeof actsIn>;
beforeAll(async () => {
  world = await perimeterWorld();
  acts = actsIn(world);
}, 60_000);
afterAll(() => world?.close());

const jus = person('JUS');
const signatory = { ...jus, official: 'JUS:b.person' } as Caller;
const changed = { code: 'DOCUMENT_CHANGED', clause: '4.13' };
const give = (field: string, input: object, by: Caller = jus) => acts.on('justice', field, input, by);

async function standing(id: string): Promise<{ readonly version: number; readonly status: string; readonly title: string }> {
  const query = 'query Read($id: ID!) { document(id: $id) { version status title } }';
  return (await world.ask<{ document: { version: number; status: string; title: string } }>('justice', query, { id }, jus)).document;
}

/** Puts a file among those of the institution, which the clerk has just sent in. */
async function sentIn(sha256: string): Promise<void> {
  const url = world.databases.get('justice') ?? '';
  await rowsOf(
    url,
    `INSERT INTO file (institution, sha256, size, media_type, place, wrapped_key, key_id, stored_at)
     VALUES ('JUS', $1, 3, 'text/plain', $1, '', 'k', now())`,
    [sha256],
  );
  await rowsOf(url, "INSERT INTO upload (institution, bringer, sha256, at) VALUES ('JUS', $1, $2, now())", [jus.official, sha256]);
}

describe('what was read (§4.13)', () => {
  it('is another version with each change of card, content and files, and with nothing else', async () => {
    const documentId = await acts.draft();
    const sha256 = 'b'.repeat(64);
    await sentIn(sha256);
    await give('reviseLegalOpinion', { documentId, opinion: 'Owed.' });
    expect((await standing(documentId)).version).toBe(2);
    await give('attachFile', { documentId, sha256, name: 'Annex.txt' });
    expect((await standing(documentId)).version).toBe(3);
    await give('detachFile', { documentId, name: 'Annex.txt' });
    expect((await standing(documentId)).version).toBe(4);
    await give('submitDocument', { documentId });
    await give('approveDocument', { documentId, versionRead: 4 }, signatory);
    await give('signDocument', { documentId, versionRead: 4 });
    await give('registerDocument', { documentId });
    expect(await standing(documentId)).toMatchObject({ version: 4, status: 'REGISTERED' });
  });

  it('is what is signed: not what a clerk has put in its place since', async () => {
    const documentId = await acts.draft();
    const { version } = await standing(documentId);
    await give('reviseLegalOpinion', { documentId, opinion: 'The contrary.' });
    await expect(give('signDocument', { documentId, versionRead: version })).rejects.toMatchObject(changed);
    expect((await standing(documentId)).status).toBe('DRAFT');
    await give('signDocument', { documentId, versionRead: version + 1 });
  });

  it('is what is approved, though it was returned, changed and submitted again meanwhile', async () => {
    const documentId = await acts.draft();
    await give('submitDocument', { documentId });
    const { version } = await standing(documentId);
    await give('returnDocument', { documentId, reason: 'Too short.' });
    await give('reviseLegalOpinion', { documentId, opinion: 'The contrary.' });
    await give('submitDocument', { documentId });
    await expect(give('approveDocument', { documentId, versionRead: version }, signatory)).rejects.toMatchObject(changed);
    expect((await standing(documentId)).status).toBe('IN_APPROVAL');
  });

  it('is what is revised: of two clerks who began with the same, the second is told', async () => {
    const documentId = await acts.draft();
    const revising = ['On rent', 'On tolls'].map((title) => give('reviseLegalOpinion', { documentId, title, versionRead: 1 }));
    const ended = await Promise.allSettled(revising);
    expect(ended.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(ended.find((end) => end.status === 'rejected')?.reason).toMatchObject(changed);
    expect((await standing(documentId)).version).toBe(2);
  });

  it('stays what it was for whoever repeats a request', async () => {
    const documentId = await acts.draft();
    const request = { documentId, title: 'On rent', versionRead: 1, requestId: 'once' };
    await give('reviseLegalOpinion', request);
    await give('reviseLegalOpinion', request);
    expect(await standing(documentId)).toMatchObject({ version: 2, title: 'On rent' });
  });
});
