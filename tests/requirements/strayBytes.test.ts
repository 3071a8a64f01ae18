import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type InstitutionCode, parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openPerimeter, type PerimeterDatabase } from '../../subgraphs/perimeter/database.ts';
import type { HeldBytes } from '../../subgraphs/perimeter/files/contentStore.ts';
import type { FileStore, KeptFile } from '../../subgraphs/perimeter/files/fileStore.ts';
import { keepFile } from '../../subgraphs/perimeter/files/keepFile.ts';
import { fileStoreIn } from '../../subgraphs/perimeter/files/settings.ts';
import { dropFiles } from '../../subgraphs/perimeter/sweeps/dropFiles.ts';
import { dropStrays } from '../../subgraphs/perimeter/sweeps/dropStrays.ts';
import { enterFile } from '../../subgraphs/perimeter/tables/files.ts';
import { migratedDoors } from '../kit/databases.ts';
import { type FilePlace, filePlace } from '../kit/filePlaces.ts';
import { rowsOf } from '../kit/rows.ts';
import { type S3Server, startS3 } from '../kit/s3Server.ts';

const migrations = new URL('../../subgraphs/perimeter/prisma/migrations/', import.meta.url);
const keeper = fileURLToPath(new URL('../kit/dyingKeeper.ts', import.meta.url));
const JUS = parseInstitutionCode('JUS');
const clerk = parseOfficialId('JUS:o.petrenko');
const members = { serves: async (code: InstitutionCode) => code === JUS };
const HOUR = 3_600_000;
const later = (hours: number): Date => new Date(Date.now() + hours * HOUR);

let doors: Awaited<ReturnType<typeof migratedDoors>>;
let db: PerimeterDatabase;
let place: FilePlace;
let s3: S3Server;
beforeAll(async () => {
  doors = await migratedDoors(migrations);
  db = openPerimeter(doors.service);
  place = filePlace();
  s3 = await startS3();
});
afterAll(async () => {
  await db.$disconnect();
  place.remove();
  await s3.close();
});

const event = (ago: string): Promise<unknown> =>
  rowsOf(
    doors.owner,
    `INSERT INTO kernel.outbox (event_id, at, act, payload) VALUES (gen_random_uuid(), now() - interval '${ago}', '{}', '{}')`,
  );
beforeEach(async () => {
  await rowsOf(doors.owner, 'DELETE FROM upload');
  await rowsOf(doors.owner, 'DELETE FROM file');
  await rowsOf(doors.owner, 'DELETE FROM kernel.outbox');
  await event('30 days');
});

const announced = { institution: JUS, mediaType: 'text/plain', size: null };
const textOf = (n: number): Buffer => Buffer.from(`Annex ${n}.\n`.repeat(10));
const take = (files: FileStore, n: number): Promise<KeptFile> =>
  keepFile({ db, files } as never, announced, clerk, Readable.from([textOf(n)]));
const read = async (files: FileStore, file: KeptFile): Promise<string> =>
  String(await buffer(files.read(file, { from: 0, to: file.size })));
const heldBy = async (files: FileStore): Promise<readonly string[]> => (await files.held('', 1_000)).map(({ place: at }) => at);

/** Runs the process that dies, and waits until it has. */
async function dieAt(moment: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, [keeper, doors.service, moment], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGKILL');
}

describe.each(['folder', 'bucket'])('bytes that nobody knows, in a %s (§4.11)', (kind) => {
  let environment: NodeJS.ProcessEnv;
  let files: FileStore;
  beforeAll(async () => {
    environment = kind === 'folder' ? place.environment : { ...place.environment, ...s3.environment };
    files = fileStoreIn('justice', environment);
    await files.prepare();
  });
  beforeEach(async () => {
    for (const held of await heldBy(files)) await files.remove(held);
  });

  // An upload that is coming to a bucket is no object yet.
  test.each(kind === 'folder' ? ['coming', 'kept', 'dropped'] : ['kept', 'dropped'])(
    'are left where a process is killed with a file %s, and go once nobody can enter them any more',
    async (moment) => {
      const known = await take(files, 1);
      await dieAt(moment, environment);
      expect(await heldBy(files)).toHaveLength(2);

      expect(await dropStrays({ db, files, members }, '', later(47))).toBe('');
      expect(await heldBy(files)).toHaveLength(2);
      expect(await dropStrays({ db, files, members }, '', later(49))).toBe('');
      expect(await heldBy(files)).toEqual([known.place]);
      expect(await read(files, known)).toBe(String(textOf(1)));
    },
  );

  test('stay where this database is younger than they are, or has no past: another one knows them', async () => {
    await files.keep(announced, Readable.from([textOf(2)]));
    await rowsOf(doors.owner, 'DELETE FROM kernel.outbox');
    await dropStrays({ db, files, members }, '', later(100));
    await event('-1 hour');
    await dropStrays({ db, files, members }, '', later(100));
    expect(await heldBy(files)).toHaveLength(1);
  });

  test('are looked through page by page, each once, in the order of their places', async () => {
    for (let n = 0; n < 7; n++) await files.keep(announced, Readable.from([textOf(n)]));
    const pages: HeldBytes[] = [];
    for (let behind = ''; ; ) {
      const page = await files.held(behind, 3);
      pages.push(...page);
      if (page.length < 3) break;
      behind = page.at(-1)?.place ?? '';
    }
    expect(pages).toHaveLength(7);
    expect(pages.map(({ place: at }) => at)).toEqual(await heldBy(files));
  });

  test('are never entered a day after they began to come', async () => {
    const kept = await files.keep(announced, Readable.from([textOf(3)]));
    await expect(enterFile(db, kept, clerk, { began: later(-25), now: new Date() })).rejects.toThrow('soon after');
    expect(await rowsOf(doors.owner, 'SELECT 1 FROM file UNION ALL SELECT 1 FROM upload')).toEqual([]);
    expect((await enterFile(db, kept, clerk, { began: later(-23), now: new Date() })).place).toBe(kept.place);
  });

  test('are all that ever goes, whatever happens at once: what has an entry has its bytes', async () => {
    const moment = fc.record({
      at: fc.integer({ min: 0, max: 12 }),
      does: fc.constantFrom('take', 'take', 'take', 'die', 'forget', 'drop files', 'drop strays'),
      of: fc.integer({ min: 0, max: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(moment, { minLength: 4, maxLength: 14 }), async (moments) => {
        // Bytes are old once whoever brought them has ended: nobody enters any a day later.
        const ended = new Set<string>();
        const aged: Pick<FileStore, 'held' | 'remove'> = {
          held: async (behind, most) =>
            (await files.held(behind, most)).map((each) => ({ ...each, since: later(ended.has(each.place) ? -49 : 0) })),
          remove: (at) => files.remove(at),
        };
        // Passes over what is locked: who holds a row never waits for another one.
        const age = (table: string, at: string) =>
          rowsOf(
            doors.owner,
            `UPDATE ${table} SET ${at} = now() - interval '3 days' WHERE ctid IN (SELECT ctid FROM ${table} FOR UPDATE SKIP LOCKED)`,
          );
        const sweep = () => dropStrays({ db, files: aged as FileStore, members }, '', new Date());
        await Promise.all(
          moments.map(async ({ at, does, of }) => {
            await pause(at);
            if (does === 'take') ended.add((await take(files, of)).place);
            if (does === 'die') ended.add((await files.keep(announced, Readable.from([textOf(of)]))).place);
            if (does === 'forget') await age('upload', 'at');
            if (does === 'forget') await age('file', 'stored_at');
            if (does === 'drop files') await dropFiles({ db, files }, new Date());
            if (does === 'drop strays') await sweep();
          }),
        );
        await sweep();
        const known = await rowsOf<{ place: string }>(doors.owner, 'SELECT place FROM file ORDER BY place COLLATE "C"');
        expect(await heldBy(files)).toEqual(known.map(({ place: at }) => at));
        for (let n = 0; n < 3; n++)
          await take(files, n)
            .then((file) => read(files, file))
            .then((text) => expect(text).toBe(String(textOf(n))));
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});

describe('what somebody else has put in the folder', () => {
  test('is not touched, however old: other institutions of another server, and what is no file of ours', async () => {
    const files = fileStoreIn('justice', place.environment);
    await files.prepare();
    const { place: at } = await files.keep({ ...announced, institution: parseInstitutionCode('FIN') }, Readable.from([textOf(4)]));
    const strange = ['README', 'lost+found/7', `JUS/aa/${'a'.repeat(64)}.tmp`];
    for (const name of strange) {
      mkdirSync(join(place.folder, name, '..'), { recursive: true });
      writeFileSync(join(place.folder, name), 'Not ours.');
      utimesSync(join(place.folder, name), later(-10), later(-10));
    }
    await dropStrays({ db, files, members }, '', later(100));
    const left = readdirSync(place.folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      statSync(join(place.folder, name)).isFile(),
    );
    expect(left.toSorted()).toEqual([...strange, at].toSorted());
    rmSync(place.folder, { recursive: true });
  });
});
