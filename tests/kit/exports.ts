import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import type { TestCircuit } from './circuit.ts';
import type { Who } from './who.ts';

/** An export as the graph tells of it. */
export interface Told {
  readonly id: string;
  readonly status: string;
  readonly query: string;
  readonly url: string | null;
  readonly size: number | null;
  readonly sha256: string | null;
  readonly progress: { readonly rows: number; readonly totalRows: number | null };
  readonly failure: { readonly code: string; readonly clause: string | null } | null;
}

const fields = 'id status query url size sha256 progress { rows totalRows } failure { code clause }';

/** Of the catalogue's lists, of the audit trail, of the directory's lists, or of those of an institution's perimeter. */
export type Of = '' | 'Audit' | 'Directory' | 'Perimeter';

/** Begins an export through the gateway; answers its id, or the code of the refusal. */
export async function startExport(
  circuit: TestCircuit,
  who: Who | null,
  input: object,
  of: Of = '',
): Promise<{ readonly id: string; readonly code: unknown }> {
  const words = `mutation Start($input: Start${of}ExportInput!) { started: start${of}Export(input: $input) { export { id } } }`;
  const { data, errors } = await circuit.ask<{ started: { export: { id: string } | null } | null }>(words, { input }, { as: who });
  return { id: data?.started?.export?.id ?? '', code: errors[0]?.extensions?.code };
}

/** How an export stands; undefined for who is not told. */
export async function standingOf(circuit: TestCircuit, who: Who, id: string): Promise<Told | undefined> {
  const [owner = ''] = id.split(':');
  const field = owner === 'catalogue' ? 'export' : `${/^[A-Z]/.test(owner) ? 'perimeter' : owner}Export`;
  const query = `query Standing($id: ID!) { standing: ${field}(id: $id) { ${fields} } }`;
  const { data } = await circuit.ask<{ standing: Told | null }>(query, { id }, { as: who });
  return data?.standing ?? undefined;
}

/** Waits until an export is at its end. */
export async function settled(circuit: TestCircuit, who: Who, id: string): Promise<Told> {
  for (let look = 0; look < 200; look += 1) {
    const told = await standingOf(circuit, who, id);
    if (told !== undefined && told.status !== 'WAITING' && told.status !== 'RUNNING') return told;
    await pause(50);
  }
  throw new Error(`${id} came to no end.`);
}

/** What the gateway answers to who fetches an export. */
export interface Fetched {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  /** Of a refusal. */
  readonly code: string | undefined;
}

/** Fetches an export through the gateway. */
export async function fetchExport(circuit: TestCircuit, who: Who | null, id: string, more: RequestInit = {}): Promise<Fetched> {
  const authorization: Record<string, string> = who === null ? {} : { authorization: `Bearer ${await circuit.token(who)}` };
  const answer = await fetch(new URL(`/exports/${id}`, circuit.graphql), { ...more, headers: { ...authorization, ...more.headers } });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const isRefused = answer.status >= 400 && answer.status !== 416 && bytes.length > 0;
  const code = isRefused ? JSON.parse(bytes.toString()).errors?.[0]?.extensions?.code : undefined;
  return { status: answer.status, headers: answer.headers, bytes, code };
}

/** An export that was made, and fetched whole. */
export async function exported(circuit: TestCircuit, who: Who, input: object, of: Of = '') {
  const { id, code } = await startExport(circuit, who, input, of);
  expect(code).toBeUndefined();
  const told = await settled(circuit, who, id);
  expect(told).toMatchObject({ status: 'FINISHED', failure: null, url: `/exports/${id}` });
  const { status, headers, bytes } = await fetchExport(circuit, who, id);
  expect([status, headers.get('etag'), bytes.length]).toEqual([200, `"${told.sha256}"`, told.size]);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(told.sha256);
  return { id, told, headers, bytes };
}

/** The rows of an export as NDJSON. */
export const objectsOf = (bytes: Buffer): readonly Readonly<Record<string, unknown>>[] =>
  bytes
    .toString()
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
