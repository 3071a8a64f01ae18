import { mkdtempSync, rmSync } from 'node:fs';
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

/** Starts one. Its callers sign by the key that the environment of this process then names. */
export async function startS3(): Promise<S3Server> {
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
