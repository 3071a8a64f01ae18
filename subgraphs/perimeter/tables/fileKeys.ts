import type { WrappedKey } from '@chancery/trust';
import type { PerimeterTransaction } from '../database.ts';
import type { KeptFile } from '../files/fileStore.ts';
import { fileColumns } from './files.ts';

/** Files of this server whose keys another key of the perimeter wraps than this one. */
export const filesUnderEarlierKeys = (db: PerimeterTransaction, current: string, most: number): Promise<KeptFile[]> =>
  db.$queryRaw<KeptFile[]>`SELECT ${fileColumns} FROM file f WHERE f.key_id < ${current} OR f.key_id > ${current} LIMIT ${most}`;

/** Puts another wrapping in the place of one. */
export const changeWrapping = (db: PerimeterTransaction, { place, keyId }: KeptFile, next: WrappedKey): Promise<number> =>
  db.$executeRaw`UPDATE file SET wrapped_key = ${next.wrapped}, key_id = ${next.keyId} WHERE place = ${place} AND key_id = ${keyId}`;
