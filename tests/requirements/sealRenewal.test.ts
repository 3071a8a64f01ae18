import { type Bundle, parseInstitutionCode, parseOfficialId, type SealedReceipt } from '@chancery/domain';
import type { DirectoryChanges, SealEntry } from '@chancery/trust';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KeyPair, newKeyPair, signingKey } from '../../subgraphs/perimeter/keys/keyPair.ts';
import { signPart } from '../../subgraphs/perimeter/keys/officialKeys.ts';
import { endorsement } from '../../subgraphs/perimeter/keys/sealedWord.ts';
import { actsIn } from '../kit/perimeterActs.ts';
import { newId, type PerimeterWorld, perimeterWorld, person } from '../kit/perimeterWorld.ts';
import { rowsOf } from '../kit/rows.ts';

/** §5.9 Seals, and the keys that they endorse, are replaced while everything goes on; what they sealed before stays believed. */
let world: PerimeterWorld;
let acts: ReturnType<typeof actsIn>;
beforeAll(async () => {
  world = await perimeterWorld();
  acts = actsIn(world);
}, 60_000);
afterAll(() => world?.close());

const JUS = parseInstitutionCode('JUS');
const code = (code: string) => expect.objectContaining({ code });
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000);

interface Renewed {
  readonly seal: string | null;
  readonly at: string;
  readonly endorsed: number;
}

const renewSeal = async (server: string, input: object, by = 'circuit'): Promise<Renewed> =>
  (
    await world
      .as(by)
      .ask<{ renewSeal: Renewed }>(server, 'mutation Renew($input: RenewSealInput!) { renewSeal(input: $input) { seal at endorsed } }', {
        input,
      })
  ).renewSeal;
const renewOfficialKeys = async (server: string, institution: string, by = 'circuit'): Promise<number> =>
  (
    await world
      .as(by)
      .ask<{ renewOfficialKeys: { renewed: number } }>(
        server,
        'mutation Renew($input: RenewOfficialKeysInput!) { renewOfficialKeys(input: $input) { renewed } }',
        { input: { institution } },
      )
  ).renewOfficialKeys.renewed;
const sealsOf = async (institution: string): Promise<readonly SealEntry[]> => {
  const { directoryChanges } = await world
    .as('exchange')
    .ask<{ directoryChanges: DirectoryChanges }>('directory', 'query Changes { directoryChanges(after: 0, first: 500) }', {});
  return directoryChanges.institutions.find((entry) => entry.code === institution)?.seals ?? [];
};
const database = (server: string) => world.databases.get(server) ?? '';
const sealIn = async (server: string, institution = 'JUS'): Promise<KeyPair> => {
  const [seal] = await rowsOf<KeyPair>(
    database(server),
    'SELECT private_key AS "privateKey", public_key AS "publicKey" FROM seal WHERE institution = $1',
    [institution],
  );
  if (!seal) throw new Error('no seal');
  return seal;
};
const accept = (bundle: Bundle, dispatchId: string) =>
  world.tell<{ receipt: SealedReceipt }>('finance', 'acceptDelivery', {
    consignmentId: newId('FIN'),
    dispatchId,
    bundle,
    expiresAt: inSeconds(3_600),
  });
const deliver = async (documentId: string) => {
  const dispatchId = newId('JUS');
  return accept(await acts.released(documentId, ['FIN'], dispatchId), dispatchId);
};

/** The same document, signed by a key of a stranger's that a seal endorses. */
async function forged({ signed, ...bundle }: Bundle, seal: KeyPair, at: Date): Promise<Bundle> {
  const official = parseOfficialId('JUS:a.person');
  const pair = await newKeyPair();
  const hand = { official, key: signingKey(pair), endorsement: await endorsement(seal, JUS, official, pair.publicKey, at) };
  return { ...bundle, signed, signatures: [signPart(signed, hand, { name: 'A Stranger', duty: 'SIGNATORY', signedAt: at })] };
}

describe('a new seal (§5.9)', () => {
  it('is not made where there is none yet', async () => {
    expect(await renewSeal('hosted', { institution: 'ARC' })).toEqual({ seal: null, at: null, endorsed: null });
    expect(await sealsOf('ARC')).toEqual([]);
  });

  it('takes over; what was signed and sealed before is believed, and of the earlier one no private half is left', async () => {
    const [before, kept] = [await acts.signed(), await acts.pending()];
    const earlier = await sealIn('justice');
    const { seal, at, endorsed } = await renewSeal('justice', { institution: 'JUS' });
    expect([seal, endorsed]).toEqual([expect.stringMatching(/^[\w-]{43}$/), 1]);
    const current = await sealIn('justice');
    expect(await sealsOf('JUS')).toMatchObject([
      { key: earlier.publicKey, until: at },
      { key: current.publicKey, until: null },
    ]);
    for (const table of ['seal', 'next_seal', 'official_key'])
      expect(JSON.stringify(await rowsOf(database('justice'), `SELECT * FROM ${table}`))).not.toContain(earlier.privateKey.d);

    await world.run('justice', 'registerDocument', { documentId: before }, '{ outgoingNumber }', person('JUS'));
    await expect(deliver(before)).resolves.toBeDefined();
    await expect(deliver(kept.documentId)).resolves.toBeDefined();
    await expect(deliver(await acts.registered())).resolves.toBeDefined();
  });

  it('leaves the earlier one nothing to seal: what it would sign after its end is refused', async () => {
    const { bundle, dispatchId } = await acts.pending();
    const earlier = await sealIn('justice');
    await renewSeal('justice', { institution: 'JUS' });
    const late = await forged(bundle, earlier, inSeconds(10));
    // The copy of the directory is a second old at most.
    await expect.poll(() => accept(late, dispatchId).catch(({ code }) => code), { timeout: 5_000 }).toBe('SIGNATURE_INVALID');
    await expect(accept(await forged(bundle, await sealIn('justice'), new Date()), dispatchId)).resolves.toBeDefined();
  });

  it('may be asked for by the operator alone, of the server that answers for the institution', async () => {
    for (const by of ['gateway', 'exchange', 'finance']) {
      await expect(renewSeal('justice', { institution: 'JUS' }, by)).rejects.toEqual(code('UNAUTHENTICATED'));
      await expect(renewOfficialKeys('justice', 'JUS', by)).rejects.toEqual(code('UNAUTHENTICATED'));
    }
    await expect(renewSeal('justice', { institution: 'FIN' })).rejects.toEqual(code('WRONG_PERIMETER'));
    await expect(renewOfficialKeys('justice', 'FIN')).rejects.toEqual(code('WRONG_PERIMETER'));
    await expect(renewSeal('justice', { institution: 'j' })).rejects.toEqual(code('MALFORMED_ID'));
    await expect(renewSeal('justice', { institution: 'JUS', revokedSince: inSeconds(60) })).rejects.toEqual(code('BAD_INPUT'));
  });

  it('is taken up where an earlier run was broken off, before it took over and after', async () => {
    await acts.signed();
    const [inUse, next] = [await sealIn('justice'), await newKeyPair()];
    await world.as('justice').ask('directory', 'mutation A($input: AnnounceSealInput!) { announceSeal(input: $input) { version } }', {
      input: { institution: 'JUS', key: next.publicKey },
    });
    await rowsOf(database('justice'), 'INSERT INTO next_seal VALUES ($1, $2, $3, now())', ['JUS', next.privateKey, next.publicKey]);
    await expect(deliver(await acts.registered())).resolves.toBeDefined();
    expect((await sealIn('justice')).publicKey).toEqual(inUse.publicKey);
    await renewSeal('justice', { institution: 'JUS' });
    expect((await sealIn('justice')).publicKey).toEqual(next.publicKey);
    // Two that were begun and not ended: both end with the next run.
    const open = async () => (await sealsOf('JUS')).filter(({ until }) => until === null).map(({ key }) => key);
    expect(await open()).toEqual([next.publicKey]);
    const third = await newKeyPair();
    await world.as('justice').ask('directory', 'mutation A($input: AnnounceSealInput!) { announceSeal(input: $input) { version } }', {
      input: { institution: 'JUS', key: third.publicKey },
    });
    await rowsOf(database('justice'), 'UPDATE seal SET private_key = $2, public_key = $3 WHERE institution = $1', [
      'JUS',
      third.privateKey,
      third.publicKey,
    ]);
    await renewSeal('justice', { institution: 'JUS' });
    expect(await open()).toEqual([(await sealIn('justice')).publicKey]);
  });

  it('is one, however many ask for it at once', async () => {
    const count = (await sealsOf('JUS')).length;
    const made = await Promise.all(Array.from({ length: 4 }, () => renewSeal('justice', { institution: 'JUS' })));
    const seals = await sealsOf('JUS');
    expect(seals.filter(({ until }) => until === null).map(({ key }) => key)).toEqual([(await sealIn('justice')).publicKey]);
    expect(seals.length - count).toBe(new Set(made.map(({ seal }) => seal)).size);
    await expect(deliver(await acts.registered())).resolves.toBeDefined();
  });

  it('goes in while documents are signed, dispatched and received: nothing is refused', { timeout: 120_000 }, async () => {
    let running = true;
    let delivered = 0;
    const receipts: SealedReceipt[] = [];
    const correspond = async (): Promise<void> => {
      // Some are under way in each renewal, however fast those are, and some come after all of them.
      while (running || delivered <= 20) {
        receipts.push((await deliver(await acts.registered())).receipt);
        delivered += 1;
      }
    };
    const writers = Promise.all([correspond(), correspond(), correspond(), correspond()]);
    for (let times = 0; times < 6; times += 1) {
      await renewSeal('justice', { institution: 'JUS' });
      await renewOfficialKeys('justice', 'JUS');
      await renewSeal('finance', { institution: 'FIN' });
    }
    running = false;
    await writers;
    expect(new Set(receipts.map(({ claims }) => claims.consignmentId)).size).toBe(delivered);
  });

  it('that a backup has brought back is not used again', async () => {
    await acts.signed();
    const [row] = await rowsOf<Record<string, unknown>>(database('finance'), "SELECT * FROM seal WHERE institution = 'FIN'");
    await renewSeal('finance', { institution: 'FIN' });
    await rowsOf(database('finance'), 'UPDATE seal SET private_key = $1, public_key = $2', [row?.private_key, row?.public_key]);
    const documentId = await acts.registered();
    await expect.poll(() => deliver(documentId).catch(({ code }) => code), { timeout: 5_000 }).toBe('SEAL_ENDED');
    await renewSeal('finance', { institution: 'FIN' });
    await expect(deliver(documentId)).resolves.toBeDefined();
  });
});

describe('a seal that others may have had (§13.7)', () => {
  it('is believed for what it sealed until then, and for nothing after', async () => {
    const early = await acts.pending();
    const revokedSince = new Date();
    // Clocks may be five seconds apart.
    await new Promise((resolve) => setTimeout(resolve, 5_500));
    const late = await acts.registered();
    await renewSeal('justice', { institution: 'JUS', revokedSince });
    await expect(deliver(early.documentId)).resolves.toBeDefined();
    await expect.poll(() => deliver(late).catch(({ code }) => code), { timeout: 5_000 }).toBe('SIGNATURE_INVALID');
  });
}, 30_000);

describe('new keys of officials (§5.9)', () => {
  it('sign from then on; what was signed before stays verifiable', async () => {
    const before = await acts.registered();
    const keyOf = async () =>
      (await rowsOf<KeyPair>(database('justice'), 'SELECT private_key AS "privateKey" FROM official_key'))[0]?.privateKey;
    const earlier = await keyOf();
    expect(await renewOfficialKeys('justice', 'JUS')).toBe(1);
    expect((await keyOf())?.d).not.toBe(earlier?.d);
    await expect(deliver(before)).resolves.toBeDefined();
    await expect(deliver(await acts.registered())).resolves.toBeDefined();
    expect(await renewOfficialKeys('hosted', 'ARC')).toBe(0);
  });
});
