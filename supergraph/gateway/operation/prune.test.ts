import { Refusal } from '@chancery/domain';
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { authorise } from './authorise.ts';
import { Decisions } from './decisions.ts';
import { Preparation } from './prepare.ts';

describe('an operation is written anew', () => {
  const shelves = buildSchema(`
    type Query { node: Node thing: Thing }
    interface Node { id: ID! next: Node }
    union Found = Thing | Other
    type Thing implements Node { id: ID! next: Thing text: String }
    type Other implements Node { id: ID! next: Node }`);

  async function written(source: string, denied: readonly string[] = [], variables: Readonly<Record<string, unknown>> = {}) {
    const preparation = new Preparation(shelves);
    const operation = preparation.prepare(source, null);
    const decide = async (type: string, field: string) => (denied.includes(`${type}.${field}`) ? new Refusal('DUTY_REQUIRED') : null);
    const given = preparation.variables(operation, variables);
    const { allowed } = await authorise(shelves, operation, given, new Decisions({ hash: '0', decide }), { caller: null, scopes: [] });
    return allowed?.source.replace(/\s+/g, ' ');
  }

  test('each member of an interface by the types that its own fields give', async () => {
    expect(await written('{ node { next { id ... on Other { id } } } }', ['Other.id'])).toBe(
      '{ node { __typename next { __typename ... on Thing { id } } } }',
    );
    expect(await written('{ node { next { id } } }', ['Other.next'])).toBe('{ node { __typename ... on Thing { next { id } } } }');
  });

  test('without questions for the schema: Apollo would not find them in a fragment', async () => {
    expect(await written('{ thing { id } ... on Query { __schema { queryType { name } } } }')).toBe('{ thing { id } }');
    expect(await written('{ ... { __type(name: "Thing") { name } } }')).toBeUndefined();
  });

  test('without fragments that say nothing of an object: Apollo would lose what nests in them', async () => {
    expect(await written('{ thing { ... on Found { ... on Thing { text } } } }')).toBe('{ thing { text } }');
    expect(await written('{ thing { ... on Node { id ... on Other { next { id } } } } }')).toBe('{ thing { id } }');
  });

  test('where an object is left of which nothing is asked: Apollo would answer null for it', async () => {
    const source = 'query ($no: Boolean!) { thing @skip(if: $no) { id @skip(if: true) } }';

    expect(await written(source, [], { no: false })).toBe('{ thing { __typename } }');
    expect(await written('query ($no: Boolean!) { thing @skip(if: $no) { id } }', [], { no: false })).toContain('$no');
  });
});
