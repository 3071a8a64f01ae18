import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { bearerTokenIn, type Transfers, toldBy } from '@chancery/trust';
import { ofInstitution } from '../institutionAway.ts';
import { endBy, type FileDesk, type FilePassage, putBeginning, putEnd, serverOf } from './filePassage.ts';

/** What the perimeter answers of a file that it has taken in. */
interface TakenIn {
  readonly sha256: string;
  readonly size: number;
  readonly mediaType: string;
}

/** §4.10 Brings a file to the perimeter of the institution that the caller acts for, as it comes. */
export async function uploadFile(
  desk: FileDesk,
  transfers: Transfers,
  passage: FilePassage,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<unknown> {
  await putBeginning(desk, passage);
  try {
    const { caller, record, act } = passage;
    const service = await serverOf(desk, caller.institution);
    // It changes what the perimeter keeps: like a command, it is the official's by his own token.
    const errand = { caller, record, operation: act.name, token: bearerTokenIn(request.headers.authorization) };
    const bytes = { service, path: pathFor(request), body: bytesOf(request, response), ...errand };
    const file = (await ofInstitution(caller.institution, async () => toldBy(service, await transfers.carry(bytes)))) as TakenIn;
    await putEnd(desk, passage, { outcome: 'DONE' }).catch(() => undefined);
    return { sha256: file.sha256, size: file.size, mediaType: file.mediaType };
  } catch (error) {
    await putEnd(desk, passage, endBy(error)).catch(() => undefined);
    throw error;
  }
}

/** All that is said of it stands in the path: the mandate is for that. */
function pathFor({ headers }: IncomingMessage): string {
  const said = new URLSearchParams();
  if (headers['content-type'] !== undefined) said.set('type', headers['content-type'].slice(0, 300));
  if (headers['content-length'] !== undefined) said.set('length', headers['content-length']);
  // A mandate is for the path as it goes out, and no address keeps a `?` behind which nothing stands.
  return said.size === 0 ? '/files' : `/files?${said}`;
}

/** The bytes, asked for when the perimeter takes them. What is not wanted stays unread, so that its sender can be told why. */
function bytesOf(request: IncomingMessage, response: ServerResponse): Readable {
  async function* bytes(): AsyncGenerator<Buffer> {
    if (request.headers.expect !== undefined) response.writeContinue();
    // With `yield*` whoever breaks this off would break off the request too, and its sender would hear nothing.
    for await (const part of request.iterator({ destroyOnReturn: false })) yield part;
  }
  return Readable.from(bytes(), { objectMode: false });
}
