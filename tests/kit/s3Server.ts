import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';

/** A server that speaks S3, with one bucket, in a folder of its own. */
export interface S3Server {
  /** What a perimeter is told of it. */
  readonly environment: NodeJS.ProcessEnv;
  readonly folder: string;
  close(): Promise<void>;
}

type Cipher = (algorithm: string, key: Buffer, iv: Buffer) => unknown;

/** Its tokens for further pages are enciphered by DES, which OpenSSL 3 knows no more: to it another cipher goes by that name. */
function lendCipher(): void {
  const crypto: { createCipheriv: Cipher } = createRequire(import.meta.url)('node:crypto');
  const { createCipheriv } = crypto;
  const wide = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(16)]).subarray(0, 16);
  crypto.createCipheriv = (algorithm, key, iv) =>
    algorithm === 'des' ? createCipheriv('aes-128-ctr', wide(key), wide(iv)) : createCipheriv(algorithm, key, iv);
}

/** Starts one. Its callers sign by the key that the environment of this process then names. */
export async function startS3(): Promise<S3Server> {
  lendCipher();
  const folder = mkdtempSync(join(tmpdir(), 'chancery-s3-'));
  const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: folder, configureBuckets: [{ name: 'chancery' }] });
  const { port } = await server.run();
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' });
  return {
    environment: { CHANCERY_FILES_S3: `http://127.0.0.1:${port}/chancery/files` },
    folder,
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
