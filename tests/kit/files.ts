import { createHash } from 'node:crypto';
import type { TestCircuit } from './circuit.ts';
import type { Who } from './who.ts';

/** What a gateway said of a file. */
export interface FileHeard {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  /** Of an upload that was taken in. */
  readonly file: { readonly sha256: string; readonly size: number; readonly mediaType: string };
  /** Of the first error. */
  readonly code: string | undefined;
  /** The institution that is away. */
  readonly institution: string | undefined;
  readonly message: string;
}

type Sent = Uint8Array | ReadableStream<Uint8Array>;

/** Sends a file through the gateway. */
export async function putFile(
  circuit: TestCircuit,
  who: Who | null,
  body: Sent,
  type: string | null = 'text/plain',
  more: object = {},
): Promise<FileHeard> {
  const headers = { ...(await bearer(circuit, who)), ...(type === null ? {} : { 'content-type': type }) };
  const sent = { method: 'PUT', headers, body, duplex: 'half', ...more } as RequestInit;
  return heard(await fetch(new URL('/files', circuit.graphql), sent));
}

/** Fetches a file through the gateway; `path` is what stands behind `/files/`. */
export async function getFile(circuit: TestCircuit, who: Who | null, path: string, more: RequestInit = {}): Promise<FileHeard> {
  const headers = { ...(await bearer(circuit, who)), ...more.headers };
  return heard(await fetch(`${new URL('/files/', circuit.graphql)}${path}`, { ...more, headers }));
}

/** Attaches a file to a draft; answers the code of the refusal, if it is one. */
export async function attach(circuit: TestCircuit, who: Who, documentId: string, sha256: string, name: string): Promise<unknown> {
  const words = 'mutation Attach($input: AttachFileInput!) { attachFile(input: $input) { document { id } } }';
  const { errors } = await circuit.ask(words, { input: { documentId, sha256, name } }, { as: who });
  return errors[0]?.extensions?.code;
}

/** Takes a file off a draft; answers the code of the refusal, if it is one. */
export async function detach(circuit: TestCircuit, who: Who, documentId: string, name: string): Promise<unknown> {
  const words = 'mutation Detach($input: DetachFileInput!) { detachFile(input: $input) { document { id } } }';
  const { errors } = await circuit.ask(words, { input: { documentId, name } }, { as: who });
  return errors[0]?.extensions?.code;
}

/** SHA-256 in hexadecimal. */
export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function bearer(circuit: TestCircuit, who: Who | null): Promise<Record<string, string>> {
  return who === null ? {} : { authorization: `Bearer ${await circuit.token(who)}` };
}

async function heard(answer: Response): Promise<FileHeard> {
  const bytes = Buffer.from(await answer.arrayBuffer());
  const isJson = answer.headers.get('content-type')?.startsWith('application/json; charset') === true;
  const told = isJson && bytes.length > 0 ? JSON.parse(bytes.toString()) : {};
  const [error] = told.errors ?? [];
  return {
    status: answer.status,
    headers: answer.headers,
    bytes,
    file: told,
    code: error?.extensions?.code,
    institution: error?.extensions?.institution,
    message: error?.message ?? '',
  };
}
