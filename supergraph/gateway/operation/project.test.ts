import { Refusal } from '@chancery/domain';
import { describe, expect, test } from 'vitest';
import { ask, refusedAt, schema } from '../../../tests/kit/decidedOperations.ts';
import { asError } from '../errors.ts';
import type { Answer } from '../passage.ts';
import { Preparation } from './prepare.ts';
import { project } from './project.ts';

describe('a denied field', () => {
  test('leaves the operation as it is where there is none', async () => {
    const { verdict } = await ask('{ document { title } }', ['Document.secret']);

    expect(verdict.allowed).toMatchObject({ source: '{ document { title } }' });
  });

  test('is never fetched, is null, and says why', async () => {
    const { answer, fetched } = await ask('{ document { title secret } }', ['Document.secret']);

    expect(answer).toEqual({ data: { document: { title: 'T0', secret: null } }, errors: [refusedAt('document', 'secret')] });
    expect(fetched).not.toContain('"S"');
  });

  test('that may not be null takes its parent with it', async () => {
    const { answer } = await ask('{ documents { id strictSecret } }', ['Document.strictSecret']);

    expect(answer.data).toEqual({ documents: [null, null] });
    expect(answer.errors).toEqual([refusedAt('documents', 0, 'strictSecret'), refusedAt('documents', 1, 'strictSecret')]);
  });

  test('takes everything with it where the root may not be null', async () => {
    const { answer } = await ask('{ strict { strictSecret } document { id } }', ['Document.strictSecret']);

    expect(answer.data).toBeNull();
  });

  test('is found behind aliases, fragments and nesting', async () => {
    const query = `{ d: document { ...Card ... on Document { again: secret } author { s: secret title } } } fragment Card on Document { t: title s: secret }`;
    const { answer, fetched } = await ask(query, ['Document.secret']);

    expect(answer.data).toEqual({ d: { t: 'T0', s: null, again: null, author: { s: null, title: 'T1' } } });
    expect(answer.errors?.map(({ path }) => path?.join('.')).sort()).toEqual(['d.again', 'd.author.s', 'd.s']);
    expect(fetched).not.toContain('"S"');
  });

  test('of one kind leaves the other kinds', async () => {
    const query = '{ documents { content { __typename ... on Ruling { judge } ... on Letter { body } } } }';
    const { answer } = await ask(query, ['Letter.body']);

    expect(answer.data).toEqual({ documents: [{ content: { __typename: 'Ruling', judge: 'J' } }, { content: null }] });
    expect(answer.errors).toEqual([refusedAt('documents', 1, 'content', 'body')]);
  });

  test('leaves an object of which everything is denied', async () => {
    const { answer } = await ask('{ document { secret } }', ['Document.secret']);

    expect(answer.data).toEqual({ document: { secret: null } });
  });

  test('that is skipped is not refused', async () => {
    const query = 'query Q($no: Boolean! = false) { document { title secret @include(if: $no) ... @skip(if: true) { secret } } }';
    const { answer } = await ask(query, ['Document.secret']);

    expect(answer).toEqual({ data: { document: { title: 'T0' } } });
  });

  test('takes its variables out of the operation that runs', async () => {
    const { answer, verdict } = await ask(
      'query Q($id: ID, $a: ID) { document(id: $id) { title } documents { id } x: document(id: $a) { id } }',
      ['Query.document'],
      { id: '1' },
    );

    expect(verdict.allowed?.source).not.toContain('$');
    expect(answer.data).toEqual({ document: null, documents: [{ id: '0' }, { id: '1' }], x: null });
  });

  test('at the root of everything leaves nothing to fetch', async () => {
    const { answer, verdict } = await ask('{ document { title } }', ['Query.document']);

    expect(verdict.allowed).toBeNull();
    expect(answer).toEqual({ data: { document: null }, errors: [refusedAt('document')] });
  });
});

test('what a subgraph explained is not explained twice', async () => {
  const operation = new Preparation(schema).prepare('{ document { title secret } }', null);
  const fetched: Answer = { data: { document: null }, errors: [asError(new Refusal('DOCUMENT_NOT_FOUND'), ['document'])] };

  const answer = await project(schema, operation, {}, fetched, new Map([['Document.secret', new Refusal('DUTY_REQUIRED')]]));

  expect(answer).toEqual(fetched);
});
