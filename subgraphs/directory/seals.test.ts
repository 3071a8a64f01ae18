import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { directory } from '@chancery/directory';
import { migrate } from '@chancery/kernel';
import type { SealEntry } from '@chancery/trust';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyDoors } from '../../tests/kit/databases.ts';
import { type DirectoryWorld, directoryWorld } from '../../tests/kit/directoryWorld.ts';
import { rowsOf } from '../../tests/kit/rows.ts';

const keyOf = (letter: string) => ({ kty: 'EC', crv: 'P-256', x: letter.repeat(43), y: 'b'.repeat(43) });
const seal = keyOf('a');

let world: DirectoryWorld;
beforeAll(async () => {
  world = await directoryWorld();
});
afterAll(() => world.close());

const sealsOf = async (code: string): Promise<readonly SealEntry[]> =>
  (await world.changes(0, 1_000)).institutions.find((institution) => institution.code === code)?.seals ?? [];
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000);
const ago = (minutes: number) => inMinutes(-minutes);

describe('a seal', () => {
  it('is announced by the server of its institution, and again without effect', async () => {
    const first = await world.announce('justice', 'JUS', seal);
    expect(await world.announce('justice', 'JUS', { ...seal, alg: 'ES256' })).toBe(first);
    expect((await world.changes(first - 1)).institutions).toMatchObject([{ code: 'JUS', seals: [{ key: seal, until: null }] }]);
  });

  it('stands beside the next one, and stays with its end when that alone is in force (§5.9)', async () => {
    const from = inMinutes(1);
    const version = await world.announce('justice', 'JUS', keyOf('c'), from);
    expect(await sealsOf('JUS')).toMatchObject([
      { key: seal, until: null },
      { key: keyOf('c'), from: from.toISOString(), until: null },
    ]);
    const at = new Date();
    expect(await world.endSeals('justice', 'JUS', keyOf('c'), at)).toBe(version + 1);
    expect(await world.endSeals('justice', 'JUS', keyOf('c'), at)).toBe(version + 1);
    expect(await world.endSeals('justice', 'JUS', seal, at)).toBe(version + 1);
    expect(await sealsOf('JUS')).toMatchObject([
      { key: seal, until: at.toISOString() },
      { key: keyOf('c'), until: null },
    ]);
    await expect(world.announce('justice', 'JUS', seal)).rejects.toMatchObject({ code: 'SEAL_ENDED' });
  });

  it('is ended earlier when others had it, never later, and never before its beginning (§13.7)', async () => {
    await world.announce('hosted', 'COURT', keyOf('d'), ago(3));
    await world.announce('hosted', 'COURT', keyOf('e'), ago(1));
    const until = async () => (await sealsOf('COURT')).map(({ until }) => until);
    const end = ago(0);
    await world.endSeals('hosted', 'COURT', keyOf('e'), end);
    expect(await until()).toEqual([end.toISOString(), null]);
    const [earlier, since] = [ago(2), ago(10)];
    await world.endSeals('hosted', 'COURT', keyOf('e'), earlier);
    await world.endSeals('hosted', 'COURT', keyOf('e'));
    expect(await until()).toEqual([earlier.toISOString(), null]);
    await world.endSeals('hosted', 'COURT', keyOf('e'), since);
    expect((await sealsOf('COURT'))[0]).toSatisfy(({ from, until }: SealEntry) => from === until);
  });

  it.each<[string, string, string, object]>([
    ['WRONG_PERIMETER', 'hosted', 'JUS', seal],
    ['WRONG_PERIMETER', 'justice', 'COURT', seal],
    ['INSTITUTION_UNKNOWN', 'justice', 'XYZ', seal],
    ['UNAUTHENTICATED', 'gateway', 'JUS', seal],
    ['UNAUTHENTICATED', 'circuit', 'JUS', seal],
    ['BAD_INPUT', 'justice', 'JUS', { ...seal, d: 'd'.repeat(43) }],
    ['BAD_INPUT', 'justice', 'JUS', { ...seal, crv: 'P-384' }],
    ['BAD_INPUT', 'justice', 'JUS', { ...seal, x: 'short' }],
  ])('is refused with %s to %s for %s, and so is its end', async (code, by, institution, key) => {
    await expect(world.announce(by, institution, key)).rejects.toMatchObject({ code });
    await expect(world.endSeals(by, institution, key)).rejects.toMatchObject({ code });
  });

  it('is in force from now, and ends at the latest now; the one that follows is known', async () => {
    for (const from of [ago(6), inMinutes(6)])
      await expect(world.announce('justice', 'JUS', keyOf('f'), from)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(world.endSeals('justice', 'JUS', keyOf('c'), inMinutes(6))).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(world.endSeals('justice', 'JUS', keyOf('f'))).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  it('that an earlier directory knew is believed for all that it sealed', async () => {
    const { owner: url, service } = await emptyDoors('directory');
    const folder = mkdtempSync(join(tmpdir(), 'chancery-earlier-'));
    cpSync(directory.migrations, folder, { recursive: true });
    rmSync(join(folder, '5_seals'), { recursive: true });
    await migrate({ url, folder: pathToFileURL(`${folder}/`), service });
    const key = JSON.stringify(seal);
    await rowsOf(
      url,
      `INSERT INTO institution (code, name, sector, server, seal_key, version) VALUES ('JUS', 'J', 'j', 'justice', '${key}', 1)`,
    );
    await migrate({ url, folder: directory.migrations, service });
    rmSync(folder, { recursive: true });
    const [row] = await rowsOf(url, 'SELECT thumbprint, key, in_force_from AS "from" FROM seal');
    const [known] = await rowsOf<{ thumbprint: string }>(world.database, `SELECT thumbprint FROM seal WHERE key ->> 'x' = '${seal.x}'`);
    expect(row).toEqual({ thumbprint: known?.thumbprint, key: seal, from: new Date(0) });
  });
});
