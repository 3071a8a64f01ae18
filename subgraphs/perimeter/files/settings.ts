import { readFileKeys } from '@chancery/trust';
import type { ContentStore } from './contentStore.ts';
import { DirectoryStore } from './directoryStore.ts';
import { FileStore } from './fileStore.ts';
import { LazyStore } from './lazyStore.ts';
import { s3PlaceIn } from './s3Place.ts';
import { Scanner, scannerPlaceIn } from './scanner.ts';

/** What the exchange's documents carry as a rule. Nothing that a browser would run: no HTML, no SVG. */
const usualTypes: readonly string[] = [
  'application/pdf',
  'text/plain',
  'text/csv',
  'application/json',
  'application/xml',
  'image/png',
  'image/jpeg',
  'image/tiff',
  'application/zip',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation',
];
/** 2 GiB. */
const usualSize = 2 * 1024 ** 3;

/**
 * The files of a perimeter as its operator decides: `CHANCERY_FILES_FOLDER`, or `CHANCERY_FILES_S3` in its place, `CHANCERY_FILE_KEYS` (a file), and, where
 * they are to be others than as usual, `CHANCERY_FILE_SIZE` in bytes, `CHANCERY_FILE_TYPES`, and `CHANCERY_CLAMD`. Throws where one says nothing that can be done.
 */
export function fileStoreIn(server: string, environment: NodeJS.ProcessEnv = {}): FileStore {
  const keys = readFileKeys(said(environment, 'CHANCERY_FILE_KEYS'));
  const limits = { size: sizeIn(environment.CHANCERY_FILE_SIZE), types: typesIn(environment.CHANCERY_FILE_TYPES) };
  const { CHANCERY_CLAMD: clamd } = environment;
  return new FileStore(contentIn(server, environment), keys, limits, clamd ? new Scanner(scannerPlaceIn(clamd)) : null);
}

function contentIn(server: string, environment: NodeJS.ProcessEnv): ContentStore {
  const { CHANCERY_FILES_S3: s3, CHANCERY_FILES_S3_REGION: region } = environment;
  if (s3 === undefined || s3 === '') return new DirectoryStore(said(environment, 'CHANCERY_FILES_FOLDER'));
  // Loaded where it is used: it is large, and few need it.
  const place = s3PlaceIn(s3, region || 'us-east-1', server);
  return new LazyStore(async () => new (await import('./s3Store.ts')).S3Store(place));
}

function sizeIn(text: string | undefined): number {
  if (text === undefined || text === '') return usualSize;
  const size = Number(text);
  if (!Number.isSafeInteger(size) || size < 1) throw new Error(`CHANCERY_FILE_SIZE is a whole number of bytes above 0, not ${text}.`);
  return size;
}

function typesIn(text: string | undefined): ReadonlySet<string> {
  const types = text === undefined || text === '' ? usualTypes : text.split(',').map((word) => word.trim());
  const strange = types.find((type) => !/^[a-z0-9.+-]+\/[a-z0-9.+-]+$/.test(type));
  if (strange !== undefined)
    throw new Error(`CHANCERY_FILE_TYPES names types such as application/pdf, separated by commas, not ${strange}.`);
  return new Set(types);
}

function said(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set.`);
  return value;
}
