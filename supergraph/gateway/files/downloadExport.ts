import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type ExportId, ownerOfExport, perimeterOfExport, Refusal } from '@chancery/domain';
import { toldBy, Unreachable } from '@chancery/trust';
import { create as disposition } from 'content-disposition';
import { ofInstitution } from '../institutionAway.ts';
import type { Carrying } from './bytesEndpoint.ts';
import type { FileAct } from './fileActs.ts';
import { endBy, exporterOf, putEnd } from './filePassage.ts';

/** How long an asker waits until he asks again, in seconds. */
const AGAIN = '2';

/**
 * §3.13 Gives an export to who began it: the service or the perimeter that made it decides each time anew, and no byte leaves before the download is on record (§3.14).
 * One that is still made is answered with how far it is. Throws `EXPORT_NOT_FOUND`, and why there will be none.
 */
export async function downloadExport(carrying: Carrying, id: ExportId | null): Promise<void> {
  const { desk, passage, response, request, more } = carrying;
  const message = await ask(carrying, id).catch(async (error: unknown) => {
    await putEnd(desk, passage, { ...endBy(error), documentIds: id === null ? [] : [id] });
    throw error;
  });
  const isMade = message.statusCode !== 202;
  try {
    await putEnd(desk, isMade ? passage : { ...passage, act: awaited(passage.act) }, {
      outcome: 'DONE',
      documentIds: id === null ? [] : [id],
    });
  } catch (error) {
    message.destroy();
    throw error;
  }
  response.writeHead(message.statusCode ?? 500, { ...(isMade ? headersOf(message, request.method === 'HEAD') : waiting), ...more });
  if (request.method === 'HEAD' || message.statusCode === 304) {
    message.resume();
    response.end();
  } else await pipeline(message, response);
}

/** Who asked for an export that was not there yet has downloaded nothing. */
const awaited = (act: FileAct): FileAct => ({ ...act, name: 'awaitExport' });

async function ask({ desk, transfers, passage, request }: Carrying, id: ExportId | null): Promise<IncomingMessage> {
  if (id === null) throw new Refusal('EXPORT_NOT_FOUND');
  const service = await exporterOf(desk, ownerOfExport(id));
  const said = new URLSearchParams({ id, ...conditionsIn(request), ...(request.method === 'HEAD' ? { head: '' } : {}) });
  const { caller, record, act } = passage;
  const errand = { caller, record, operation: act.name, token: null };
  return ofInstitution(perimeterOfExport(id), async () => {
    const message = await transfers.carry({ service, path: `/exports?${said}`, body: null, ...errand });
    if (message.headers['export-id'] !== undefined) return message;
    await toldBy(service, message);
    throw new Unreachable(service, 'no sense');
  });
}

const conditions = ['range', 'if-range', 'if-none-match'] as const;
const LONGEST_CONDITION = 300;

/** What an asker has already, and which part he wants; what is too long to mean anything means nothing: it is no tag of ours, and no part. */
function conditionsIn({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    conditions.flatMap((name) => {
      const value = headers[name];
      return typeof value !== 'string' ? [] : [[name, value.length > LONGEST_CONDITION ? '' : value]];
    }),
  );
}

const waiting = { 'content-type': 'application/json; charset=utf-8', 'retry-after': AGAIN, 'cache-control': 'no-store' };

/** Whatever an export holds, a browser saves it and runs nothing of it; and nobody keeps it for others. */
function headersOf(message: IncomingMessage, isHead: boolean): Readonly<Record<string, string>> {
  const about = {
    etag: `"${field(message, 'export-sha256')}"`,
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-cache',
    'x-content-type-options': 'nosniff',
  };
  if (message.statusCode === 304) return about;
  const range = message.headers['content-range'];
  return {
    ...about,
    'content-type': field(message, 'export-type'),
    'content-length': isHead ? field(message, 'export-size') : field(message, 'content-length'),
    'content-disposition': disposition(field(message, 'export-name')),
    'content-security-policy': "default-src 'none'; sandbox",
    ...(range === undefined ? {} : { 'content-range': range }),
  };
}

function field({ headers }: IncomingMessage, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}
