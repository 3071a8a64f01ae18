import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NotFound,
  S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { newId } from '@chancery/trust';
import type { ContentStore, HeldBytes, Part } from './contentStore.ts';
import type { S3Place } from './s3Place.ts';

/** How much of a file is in memory at most: so many parts of so many bytes. */
const parts = { partSize: 8 * 1024 * 1024, queueSize: 2 };
/** The names of what it keeps: ULIDs. */
const ownName = /^[0-9A-Z]{26}$/;
const patience = { connectionTimeout: 5_000, requestTimeout: 60_000 };

/**
 * Content at any service that speaks S3. Its objects come into being whole or not at all, and are not renamed: what is kept gets a name that says nothing.
 * Who signs the requests is found as the AWS SDK finds it (`AWS_ACCESS_KEY_ID`, a profile, the role of a machine).
 */
export class S3Store implements ContentStore {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;

  constructor({ endpoint, region, bucket, prefix }: S3Place) {
    this.#client = new S3Client({ endpoint, region, forcePathStyle: true, maxAttempts: 3, requestHandler: patience });
    this.#bucket = bucket;
    this.#prefix = prefix;
  }

  async prepare(): Promise<void> {
    await this.#client.send(new HeadBucketCommand({ Bucket: this.#bucket }));
  }

  async keep(bytes: AsyncIterable<Buffer>, nameOf: () => string): Promise<string> {
    const place = `${this.#prefix}${newId()}`;
    // What throws before the end of the body aborts the upload: no part of it stays.
    let broken: { readonly by: unknown } | undefined;
    async function* checked(): AsyncGenerator<Buffer> {
      try {
        yield* bytes;
        nameOf();
      } catch (error) {
        broken = { by: error };
        throw error;
      }
    }
    const params = { Bucket: this.#bucket, Key: place, Body: Readable.from(checked(), { objectMode: false }) };
    // Why it broke off is told, and not what became of the attempt to take its parts away.
    await new Upload({ client: this.#client, params, ...parts }).done().catch((error: unknown) => {
      throw broken === undefined ? error : broken.by;
    });
    return place;
  }

  read(place: string, { from, to }: Part): Readable {
    const asked = new GetObjectCommand({ Bucket: this.#bucket, Key: place, Range: `bytes=${from}-${to - 1}` });
    const client = this.#client;
    async function* bytes(): AsyncGenerator<Buffer> {
      const { Body: body } = await client.send(asked);
      if (!(body instanceof Readable)) throw new Error('The store gave no bytes.');
      yield* body;
    }
    return Readable.from(bytes(), { objectMode: false });
  }

  async sizeAt(place: string): Promise<number | null> {
    try {
      const { ContentLength: size } = await this.#client.send(new HeadObjectCommand({ Bucket: this.#bucket, Key: place }));
      return size ?? null;
    } catch (error) {
      if (error instanceof NotFound) return null;
      throw error;
    }
  }

  async remove(place: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand({ Bucket: this.#bucket, Key: place }));
  }

  async page(behind: string, most: number): Promise<readonly HeldBytes[]> {
    const page: HeldBytes[] = [];
    for (let from = behind; ; ) {
      const asked = {
        Bucket: this.#bucket,
        Prefix: this.#prefix,
        MaxKeys: most - page.length,
        ...(from === '' ? {} : { StartAfter: from }),
      };
      const { Contents: objects = [], IsTruncated: isMore } = await this.#client.send(new ListObjectsV2Command(asked));
      for (const { Key: place = '', LastModified: since } of objects)
        if (since !== undefined && ownName.test(place.slice(this.#prefix.length))) page.push({ place, since, institution: null });
      from = objects.at(-1)?.Key ?? '';
      if (isMore !== true || from === '' || page.length >= most) return page;
    }
  }
}
