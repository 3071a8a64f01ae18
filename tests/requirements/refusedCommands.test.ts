import type { Caller, ExchangeEvent } from '@chancery/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actsIn, type Delivered } from '../kit/perimeterActs.ts';
import { newId, type PerimeterWorld, perimeterWorld, person } from '../kit/perimeterWorld.ts';
import { rowsOf } from '../kit/rows.ts';

let world: PerimeterWorld;
let documentId: string;
let letter: Delivered;
beforeAll(async () => {
  world = await perimeterWorld();
  const acts = actsIn(world);
  documentId = await acts.draft();
  letter = await acts.delivered();
}, 60_000);
afterAll(() => world?.close());

type Told = Pick<ExchangeEvent, 'act' | 'payload'>;
const told = (server: string) => rowsOf<Told>(world.databases.get(server) ?? '', 'SELECT act, payload FROM kernel.outbox ORDER BY row_id');

/** What a perimeter tells of a command that it refuses. */
async function refusedBy(server: string, field: string, input: object, by: Caller): Promise<readonly Told[]> {
  const before = (await told(server)).length;
  const selection =
    field.includes('Consignment') || field === 'issueResolution' || field === 'reportExecution' ? 'consignment' : 'document';
  await expect(world.run(server, field, input, `{ ${selection} { id } }`, by)).rejects.toThrow();
  return (await told(server)).slice(before);
}

const unheardOf = newId('FIN');
const jus = person('JUS');
const fin = person('FIN');
const onDocument = ['signDocument', 'registerDocument', 'withdrawDocument', 'fileDocument', 'reviseLegalOpinion'] as const;
const onConsignment = ['registerConsignment', 'refuseConsignment', 'issueResolution', 'reportExecution', 'fileConsignment'] as const;
const more: Readonly<Record<string, object>> = {
  withdrawDocument: { reason: 'Wrong.' },
  fileDocument: { caseFile: 'A-1' },
  refuseConsignment: { reason: 'INCOMPLETE' },
  issueResolution: { executor: 'FIN:a.person', instruction: 'Answer.' },
  reportExecution: { report: 'Done.' },
  fileConsignment: { caseFile: 'A-1' },
};

type Asked = readonly [server: string, input: object, by: Caller];
interface Case {
  readonly field: string;
  readonly why: string;
  readonly code: string;
  /** What is sent, once the world is there. */
  readonly asked: () => Asked;
}
const refused = (field: string, why: string, code: string, asked: () => Asked): Case => ({ field, why, code, asked });
const opinion = (institution: string): string => `${institution}:LegalOpinion:${newId(institution).slice(4)}`;

const cases: readonly Case[] = [
  ...onDocument.flatMap((field) => [
    refused(field, 'a malformed id', 'MALFORMED_ID', () => ['justice', { documentId: 'what?' }, jus]),
    refused(field, 'another perimeter', 'WRONG_PERIMETER', () => ['justice', { documentId: opinion('FIN') }, jus]),
    refused(field, 'a document that is not there', 'DOCUMENT_NOT_FOUND', () => ['justice', { documentId: opinion('JUS') }, jus]),
    refused(field, 'no duty', 'DUTY_REQUIRED', () => ['justice', { documentId }, person('JUS', [])]),
  ]),
  refused('reviseCourtRuling', 'a document of another kind', 'DOCUMENT_NOT_FOUND', () => ['justice', { documentId }, jus]),
  refused('draftLegalOpinion', 'no duty', 'DUTY_REQUIRED', () => ['justice', { title: 'On fees' }, person('JUS', [])]),
  refused('draftLegalOpinion', 'another institution', 'KIND_NOT_OFFERED', () => ['justice', { title: 'On fees' }, fin]),
  ...onConsignment.flatMap((field) => [
    refused(field, 'a malformed id', 'MALFORMED_ID', () => ['finance', { consignmentId: 'what?' }, fin]),
    refused(field, 'another perimeter', 'WRONG_PERIMETER', () => ['finance', { consignmentId: newId('JUS') }, fin]),
    refused(field, 'the word of the exchange', 'CONSIGNMENT_NOT_FOUND', () => ['finance', { consignmentId: unheardOf }, fin]),
    refused(field, 'no duty', 'DUTY_REQUIRED', () => ['finance', { consignmentId: letter.consignmentId }, person('FIN', [])]),
  ]),
  refused('issueResolution', 'a malformed executor', 'CONSIGNMENT_NOT_REGISTERED', () => [
    'finance',
    { consignmentId: letter.consignmentId, executor: '?' },
    fin,
  ]),
];

describe('§10.1 a refused command leaves one entry of its perimeter', () => {
  beforeAll(() => world.unheardOf.add(unheardOf));

  it.each(cases)('$field: $why', async ({ field, code, asked }) => {
    const [server, input, by] = asked();
    const entries = await refusedBy(server, field, { ...more[field], ...input }, by);
    expect(
      entries.map(({ act, payload }) => ({ act: act.name, official: act.official, code: payload.type === 'refused' && payload.code })),
    ).toEqual([{ act: field, official: by.official, code }]);
  });
});

describe('issueResolution', () => {
  it('names the executor that it cannot read, once nothing else stands in the way', async () => {
    const registered = await actsIn(world).delivered();
    const { consignmentId } = registered;
    await world.run('finance', 'registerConsignment', { consignmentId }, '{ consignment { id } }', fin);
    const resolve = (executor: string, by = fin) =>
      world.run('finance', 'issueResolution', { consignmentId, executor, instruction: 'Answer.' }, '{ consignment { id } }', by);
    await expect(resolve('?', person('FIN', ['CLERK']))).rejects.toMatchObject({ code: 'DUTY_REQUIRED' });
    await expect(resolve('?')).rejects.toMatchObject({ code: 'MALFORMED_ID' });
    await expect(resolve('FIN:no.body')).rejects.toMatchObject({ code: 'EXECUTOR_UNKNOWN' });
    await expect(resolve('FIN:a.person')).resolves.toBeDefined();
  });
});
