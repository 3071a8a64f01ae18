import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { openPerimeter } from '@chancery/perimeter';
import { fileStoreIn } from '../../subgraphs/perimeter/files/settings.ts';
import { enterFile } from '../../subgraphs/perimeter/tables/files.ts';

// A process that takes in a file, and is killed while the bytes are `coming`, when they are `kept` without an entry, or when the entry was `dropped`
// and the bytes were not. Its arguments: the URL of the perimeter's database, and when.
const [url = '', at = ''] = process.argv.slice(2);
const die = (): void => void process.kill(process.pid, 'SIGKILL');

async function* bytes(): AsyncGenerator<Buffer> {
  yield Buffer.alloc(1_000_000, at);
  await pause(300);
  if (at === 'coming') die();
}

const db = openPerimeter(url);
const files = fileStoreIn('justice', process.env);
await files.prepare();
const institution = parseInstitutionCode('JUS');
const kept = await files.keep({ institution, mediaType: 'text/plain', size: null }, Readable.from(bytes()));
if (at === 'kept') die();
const began = new Date();
await enterFile(db, kept, parseOfficialId('JUS:o.petrenko'), { began, now: began });
await db.$executeRaw`DELETE FROM upload WHERE sha256 = ${kept.sha256}`;
await db.$executeRaw`DELETE FROM file WHERE place = ${kept.place}`;
die();
