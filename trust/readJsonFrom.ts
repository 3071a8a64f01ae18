import type { Dispatcher } from 'undici';

const patienceMs = 3_000;
const largestAnswer = 1024 * 1024;

/** The JSON object at a URL, within bounds of time and size; redirections are not followed. Throws where there is none. */
export async function readJsonFrom(url: string, ca?: string): Promise<Readonly<Record<string, unknown>>> {
  // Most services never ask: what loads faster without it starts faster.
  const { Agent, request } = await import('undici');
  // Asked every half minute: a connection that is kept meanwhile serves nobody.
  const dispatcher = new Agent({ pipelining: 0, connect: { timeout: 2_000, ...(ca === undefined ? {} : { ca }) } });
  try {
    const signal = AbortSignal.timeout(patienceMs);
    return await jsonOf(await request(url, { dispatcher, headers: { accept: 'application/json' }, signal }));
  } finally {
    void dispatcher.destroy();
  }
}

async function jsonOf({ statusCode, body }: Dispatcher.ResponseData): Promise<Readonly<Record<string, unknown>>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > largestAnswer) throw new RangeError('too large');
    chunks.push(chunk);
  }
  const value: unknown = statusCode === 200 ? JSON.parse(Buffer.concat(chunks).toString('utf8')) : undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError(`no JSON object (status ${statusCode})`);
  return value as Readonly<Record<string, unknown>>;
}
