import type { Caller, ExchangeEvent } from '@chancery/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actsIn } from '../kit/perimeterActs.ts';
import { type PerimeterWorld, perimeterWorld, person } from '../kit/perimeterWorld.ts';
import { rowsOf } from '../kit/rows.ts';

let world: PerimeterWorld;
let acts: ReturnType<typeof actsIn>;
beforeAll(async () => {
  world = await perimeterWorld();
  acts = actsIn(world);
}, 60_000);
afterAll(() => world?.close());

const jus = person('JUS');
const code = (code: string) => expect.objectContaining({ code });
const cardOf = async (id: string, by: Caller = jus, server = 'justice') =>
  (
    await world.ask<{ document: object }>(
      server,
      'query Card($id: ID!) { document(id: $id) { title abstract access status documentDate dueAt outgoingNumber withdrawnReason caseFile version } }',
      { id },
      by,
    )
  ).document;

describe('a draft', () => {
  it('begins as it was given, dated today, INTERNAL', async () => {
    const id = await acts.draft({ abstract: 'One.\nTwo.', dueAt: '2027-01-01T00:00:00+02:00' });
    expect(await cardOf(id)).toMatchObject({
      title: 'On fees',
      abstract: 'One.\nTwo.',
      access: 'INTERNAL',
      status: 'DRAFT',
      documentDate: new Date().toISOString().slice(0, 10),
      dueAt: '2026-12-31T22:00:00.000Z',
      version: 1,
    });
  });

  it('is revised: what is left out stays, what is null goes', async () => {
    const id = await acts.draft({ abstract: 'Old', question: 'Who?', opinion: 'All.' });
    await acts.on('justice', 'reviseLegalOpinion', { documentId: id, title: 'On rent', abstract: null, question: null }, jus);
    expect(await cardOf(id)).toMatchObject({ title: 'On rent', abstract: null });
    const query =
      'query Content($of: [_Any!]!) { _entities(representations: $of) { ... on LegalOpinion { question opinion legalBasis } } }';
    const answer = await world.ask<{ _entities: object[] }>('justice', query, { of: [{ __typename: 'LegalOpinion', id }] }, jus);
    expect(answer._entities).toEqual([{ question: null, opinion: 'All.', legalBasis: null }]);
  });

  it.each([
    ['no title', { title: ' ' }, 'TITLE_REQUIRED'],
    ['too long a title', { title: 'a'.repeat(501) }, 'TEXT_TOO_LONG'],
    ['two lines of title', { title: 'a\nb' }, 'CONTROL_CHARACTERS'],
    ['control characters', { abstract: 'a\u0007' }, 'CONTROL_CHARACTERS'],
    ['too long an abstract', { abstract: 'a'.repeat(10_001) }, 'TEXT_TOO_LONG'],
    ['too long a line', { requestedBy: 'a'.repeat(501) }, 'TEXT_TOO_LONG'],
    ['too long a text', { opinion: 'a'.repeat(200_001) }, 'TEXT_TOO_LONG'],
    ['too long a list', { legalBasis: Array(101).fill('Act') }, 'BAD_INPUT'],
    ['a day that the calendar lacks', { documentDate: '2026-02-30' }, 'BAD_INPUT'],
    ['a mark that is none', { access: 'SECRET' }, 'BAD_INPUT'],
  ])('is refused with %s', async (_, input, refusal) => {
    await expect(acts.draft(input)).rejects.toEqual(code(refusal));
  });

  it('is for the kinds and clerks of the own institution', async () => {
    await expect(world.run('finance', 'draftPaymentOrder', { title: 'Pay' }, '{ document { id } }', jus)).rejects.toEqual(
      code('KIND_NOT_OFFERED'),
    );
    await expect(world.run('hosted', 'draftOfficialLetter', { title: 'Dear' }, '{ document { id } }', jus)).rejects.toEqual(
      code('KIND_NOT_OFFERED'),
    );
    await expect(acts.draft({}, person('JUS', ['REGISTRAR']))).rejects.toEqual(code('DUTY_REQUIRED'));
  });
});

describe('a signature (§5.1)', () => {
  it('waits for the content that the kind asks for', async () => {
    const input = { title: 'Ruling', court: 'Kyiv' };
    const { document } = await world.run<{ document: { id: string } }>('justice', 'draftCourtRuling', input, '{ document { id } }', jus);
    const signing = () => acts.on('justice', 'signDocument', { documentId: document.id }, jus);
    await expect(signing()).rejects.toThrow('caseNumber, ruledOn');
    await acts.on('justice', 'reviseCourtRuling', { documentId: document.id, caseNumber: '757/1', ruledOn: '2026-03-01' }, jus);
    await expect(signing()).resolves.toBeDefined();
  });

  it('that is refused leaves no key for an official who has never signed', async () => {
    const newcomer = person('FIN');
    const drafting = world.run<{ document: { id: string } }>(
      'finance',
      'draftBudgetRequest',
      { title: 'Bare' },
      '{ document { id } }',
      newcomer,
    );
    const documentId = (await drafting).document.id;
    await expect(acts.on('finance', 'signDocument', { documentId }, newcomer)).rejects.toEqual(code('CONTENT_INCOMPLETE'));
    expect(await rowsOf(world.databases.get('finance') ?? '', 'SELECT official FROM official_key')).toEqual([]);
  });

  it('is made once under one request id', async () => {
    const documentId = await acts.draft();
    const sign = () => acts.on('justice', 'signDocument', { documentId, requestId: 'sign-once' }, jus);
    expect(await Promise.all([sign(), sign()])).toEqual([{ document: { id: documentId } }, { document: { id: documentId } }]);
    await expect(acts.on('justice', 'signDocument', { documentId }, jus)).rejects.toEqual(code('DOCUMENT_NOT_DRAFT'));
  });
});

describe('every forbidden move of a document (§4.4, §6.1-§6.3)', () => {
  const commands = {
    reviseLegalOpinion: { title: 'New' },
    signDocument: {},
    registerDocument: {},
    withdrawDocument: { reason: 'Mistake' },
    fileDocument: { caseFile: '01-12' },
  };
  const forbidden: Readonly<Record<string, Partial<Record<keyof typeof commands, string>>>> = {
    DRAFT: { registerDocument: 'DOCUMENT_NOT_SIGNED', fileDocument: 'DOCUMENT_NOT_REGISTERED' },
    SIGNED: { reviseLegalOpinion: 'DOCUMENT_NOT_DRAFT', signDocument: 'DOCUMENT_NOT_DRAFT', fileDocument: 'DOCUMENT_NOT_REGISTERED' },
    REGISTERED: {
      reviseLegalOpinion: 'DOCUMENT_NOT_DRAFT',
      signDocument: 'DOCUMENT_NOT_DRAFT',
      registerDocument: 'DOCUMENT_NOT_SIGNED',
      withdrawDocument: 'DOCUMENT_ALREADY_REGISTERED',
    },
    FILED: {
      reviseLegalOpinion: 'DOCUMENT_NOT_DRAFT',
      signDocument: 'DOCUMENT_NOT_DRAFT',
      registerDocument: 'DOCUMENT_NOT_SIGNED',
      withdrawDocument: 'DOCUMENT_ALREADY_REGISTERED',
      fileDocument: 'ALREADY_FILED',
    },
    WITHDRAWN: {
      reviseLegalOpinion: 'DOCUMENT_WITHDRAWN',
      signDocument: 'DOCUMENT_WITHDRAWN',
      registerDocument: 'DOCUMENT_WITHDRAWN',
      withdrawDocument: 'DOCUMENT_WITHDRAWN',
      fileDocument: 'DOCUMENT_WITHDRAWN',
    },
  };
  const rows = Object.entries(forbidden).flatMap(([status, moves]) =>
    Object.entries(moves).map(([name, refusal]) => [name as keyof typeof commands, status, refusal] as const),
  );

  it.each(rows)('%s from %s: %s, and nothing has changed', async (name, status, refusal) => {
    const documentId = await documentIn(status);
    const before = await cardOf(documentId);
    await expect(acts.on('justice', name, { documentId, ...commands[name] }, jus)).rejects.toEqual(code(refusal));
    expect(await cardOf(documentId)).toEqual(before);
  });

  async function documentIn(status: string): Promise<string> {
    if (status === 'DRAFT') return acts.draft();
    if (status === 'SIGNED') return acts.signed();
    const documentId = await (status === 'WITHDRAWN' ? acts.draft() : acts.registered());
    if (status === 'FILED') await acts.on('justice', 'fileDocument', { documentId, ...commands.fileDocument }, jus);
    if (status === 'WITHDRAWN') await acts.on('justice', 'withdrawDocument', { documentId, ...commands.withdrawDocument }, jus);
    return documentId;
  }
});

describe('what is not the caller’s', () => {
  it('is not found while it is a draft, and not to be changed when it may be read', async () => {
    const fin = person('FIN');
    const draft = await acts.draft();
    await expect(acts.on('justice', 'signDocument', { documentId: draft }, fin)).rejects.toEqual(code('DOCUMENT_NOT_FOUND'));
    const registered = await acts.registered({ access: 'PUBLIC' });
    await expect(acts.on('justice', 'fileDocument', { documentId: registered, caseFile: 'x' }, fin)).rejects.toEqual(
      code('NOT_THE_AUTHOR'),
    );
  });

  it('is another perimeter’s, or malformed', async () => {
    const ulid = '01JD0000000000000000000000';
    const file = (server: string, documentId: string) => acts.on(server, 'fileDocument', { documentId, caseFile: 'x' }, jus);
    await expect(file('justice', `FIN:PaymentOrder:${ulid}`)).rejects.toEqual(code('WRONG_PERIMETER'));
    await expect(file('hosted', `JUS:LegalOpinion:${ulid}`)).rejects.toEqual(code('WRONG_PERIMETER'));
    await expect(file('justice', `JUS:LegalOpinion:${ulid}`)).rejects.toEqual(code('DOCUMENT_NOT_FOUND'));
    await expect(file('justice', 'JUS')).rejects.toEqual(code('MALFORMED_ID'));
  });

  it('is not a hosted neighbour’s either', async () => {
    const [lib, arc] = [person('LIB'), person('ARC')];
    const id = await acts.draft({}, lib);
    await expect(cardOf(id, arc, 'hosted')).rejects.toEqual(code('DOCUMENT_NOT_FOUND'));
    await expect(acts.on('hosted', 'signDocument', { documentId: id }, arc)).rejects.toEqual(code('DOCUMENT_NOT_FOUND'));
    const registered = await acts.registered({}, lib);
    await expect(cardOf(registered, arc, 'hosted')).rejects.toEqual(code('DOCUMENT_NOT_FOUND'));
    await expect(world.ask('hosted', 'query Inbox { inbox(institution: "LIB") { totalCount } }', {}, arc)).rejects.toEqual(
      code('NOT_THE_RECIPIENT'),
    );
  });
});

describe('the feed of a perimeter', () => {
  it('tells of each change once, in order, without titles of RESTRICTED documents, and of refused acts', async () => {
    const secret = await acts.signed({ title: 'Canary in the title', abstract: 'Canary', access: 'RESTRICTED' });
    await expect(acts.on('justice', 'fileDocument', { documentId: secret, caseFile: 'x' }, jus)).rejects.toBeDefined();
    const { events } = await world.as('catalogue').events('justice', 0, 1_000, 0);
    const about = events.filter(({ payload }) => JSON.stringify(payload).includes(secret));
    expect(about.map(tale)).toEqual([
      'draftLegalOpinion document 1 DRAFT null',
      'signDocument document 2 SIGNED null',
      'fileDocument refused DOCUMENT_NOT_REGISTERED',
    ]);
    expect(JSON.stringify(events)).not.toContain('Canary');
  });

  function tale({ act, payload }: ExchangeEvent): string {
    if (payload.type === 'document') return `${act.name} ${payload.type} ${payload.revision} ${payload.status} ${payload.title}`;
    return `${act.name} ${payload.type} ${payload.type === 'refused' ? payload.code : ''}`;
  }
});
