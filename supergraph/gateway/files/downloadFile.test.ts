import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { type AuditRecord, Unreachable } from '@chancery/trust';
import { expect, it } from 'vitest';
import { downloadFile } from './downloadFile.ts';
import { downloading } from './fileActs.ts';
import { tellRefusal } from './fileAnswers.ts';
import type { FileDesk, FilePassage } from './filePassage.ts';

const asked = 'FIN:BudgetRequest:01JD0000000000000000000001';
const other = 'JUS:CourtRuling:01JD0000000000000000000002';

/** Downloads a file of FIN's document from a perimeter that says it is of `said`; answers what is on record, and what was given. */
async function downloaded(said: string | undefined, away?: Unreachable) {
  const records: AuditRecord[] = [];
  const desk = {
    directory: { findInstitution: async () => ({ server: 'finance' }), sightsUsed: () => [] },
    desk: { put: async (record: AuditRecord) => void records.push(record) },
    place: 'gateway',
  } as unknown as FileDesk;
  const headers = { 'file-size': '3', 'file-type': 'text/plain', 'file-name': 'Annex.txt', 'content-length': '3' };
  const carry = async () => {
    if (away !== undefined) throw away;
    const message = new PassThrough();
    message.end('abc');
    return Object.assign(message, { statusCode: 200, headers: said === undefined ? headers : { ...headers, 'file-document': said } });
  };
  const caller = { official: parseOfficialId('MOH:c.clerk'), institution: parseInstitutionCode('MOH'), duties: [], clearance: false };
  const passage = { act: downloading, caller, startedAt: new Date(), record: 'r', decision: undefined } as unknown as FilePassage;
  const request = { url: `/files/${'a'.repeat(64)}?document=${asked}`, method: 'GET', headers: {} } as IncomingMessage;
  const response = Object.assign(new PassThrough(), { writeHead: () => undefined });
  const given: string[] = [];
  response.on('data', (part) => given.push(String(part)));
  const ended = downloadFile(desk, { carry } as never, passage, request, response as unknown as ServerResponse, {});
  const thrown = await ended.then(
    () => null,
    (error: Error) => error,
  );
  const recorded = records.map(({ outcome, documentIds }) => ({ outcome, documentIds }));
  return { fault: thrown?.name ?? null, thrown, given: given.join(''), recorded };
}

it('a download is on record as one of the document that was asked for (§10.1)', async () => {
  expect(await downloaded(asked)).toMatchObject({ fault: null, given: 'abc', recorded: [{ outcome: 'DONE', documentIds: [asked] }] });
});

it.each([other, '', 'x', undefined])('a perimeter that names another document, %s, puts nothing into its history', async (said) => {
  const { fault, given, recorded } = await downloaded(said);
  expect({ fault, given }).toEqual({ fault: 'Unreachable', given: '' });
  expect(recorded.flatMap(({ documentIds }) => documentIds)).toEqual([]);
  expect(recorded.map(({ outcome }) => outcome)).toEqual(['FAILED']);
});

it('where the perimeter does not answer it is said which institution is away, and since when (§1.8)', async () => {
  const since = new Date('2026-11-26T10:00:00Z');
  const { thrown, recorded } = await downloaded(asked, new Unreachable('finance', 'no connection', undefined, { since }));
  const told: unknown[] = [];
  const response = { writeHead: (status: number) => told.push(status), end: (body: string) => told.push(JSON.parse(body).errors[0]) };
  tellRefusal(response as unknown as ServerResponse, thrown, { refuse: () => undefined } as never);

  expect(told).toEqual([
    503,
    {
      message: 'The institution does not answer; try again later.',
      extensions: { code: 'INSTITUTION_UNAVAILABLE', clause: '1.8', institution: 'FIN', since: since.toISOString() },
    },
  ]);
  expect(recorded).toEqual([{ outcome: 'FAILED', documentIds: [] }]);
});
