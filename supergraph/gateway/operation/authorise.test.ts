import { Refusal } from '@chancery/domain';
import { describe, expect, test } from 'vitest';
import { ask, schema } from '../../../tests/kit/decidedOperations.ts';
import { authorise } from './authorise.ts';
import { Decisions } from './decisions.ts';
import { Preparation } from './prepare.ts';

describe('a denied field', () => {
  test('is refused under the variables that ask for it, whatever was remembered of others', async () => {
    const source =
      'query Q($a: Boolean!, $b: Boolean!) { document { title secret @include(if: $a) id @skip(if: $b) ... @skip(if: $b) { author { id } } } }';
    const operation = new Preparation(schema).prepare(source, null);
    const denied = ['Document.secret', 'Document.author'];
    let asked = 0;
    const decide = async (type: string, field: string) => {
      asked += 1;
      return denied.includes(`${type}.${field}`) ? new Refusal('DUTY_REQUIRED') : null;
    };
    const decisions = new Decisions({ hash: '0', decide });
    const refused = async (a: boolean, b: boolean) => {
      const verdict = await authorise(schema, operation, { a, b }, decisions, { caller: null, scopes: [] });
      return [[...verdict.denied.keys()].sort(), verdict.allowed?.source.replace(/\s+/g, ' ')];
    };
    const first = [await refused(true, true), await refused(true, false), await refused(false, false), await refused(false, true)];
    const counted = asked;

    expect(first).toEqual([
      [['Document.secret'], 'query Q { document { title } }'],
      [['Document.author', 'Document.secret'], 'query Q { document { title id } }'],
      [['Document.author'], 'query Q { document { title id } }'],
      [[], source],
    ]);
    expect([await refused(true, true), await refused(true, false), await refused(false, false), await refused(false, true)]).toEqual(first);
    expect(asked).toBe(counted);
  });

  test('is cut out anew where the same fields are asked for in other places', async () => {
    const source = 'query Q($a: Boolean!) { document { title secret } x: document @include(if: $a) { title secret } }';
    const operation = new Preparation(schema).prepare(source, null);
    const refuse = async (_type: string, field: string) => (field === 'secret' ? new Refusal('DUTY_REQUIRED') : null);
    const decisions = new Decisions({ hash: '0', decide: refuse });
    const left = async (a: boolean) => {
      const { allowed } = await authorise(schema, operation, { a }, decisions, { caller: null, scopes: [] });
      return allowed?.source.replace(/\s+/g, ' ');
    };

    expect(await left(true)).toBe('query Q { document { title } x: document { title } }');
    expect(await left(false)).toBe('query Q { document { title } }');
    expect(await left(true)).toContain('x:');
  });
});

test('a mutation names its denied roots, and only those that would run', async () => {
  const { verdict } = await ask(
    'mutation { a: sign { document { id } } b: register { document { id } } sign @skip(if: true) { document { id } } }',
    ['Mutation.sign'],
  );

  expect([...verdict.deniedRoots.keys()]).toEqual(['a']);
});
