import fc from 'fast-check';
import { buildSchema, getVariableValues, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { Variables } from './variables.ts';

const schema = buildSchema(`
  enum Kind { RULING LETTER }
  input Part { name: String!, size: Int = 3, kinds: [Kind!] }
  type Query { find(id: ID!, first: Int, parts: [Part!], kind: Kind): String }
`);

function operationIn(text: string): OperationDefinitionNode {
  const [definition] = parse(text).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new TypeError('no operation');
  return definition;
}

const asking = operationIn(
  'query ($id: ID!, $first: Int = 20, $parts: [Part!], $kind: Kind) { find(id: $id, first: $first, parts: $parts, kind: $kind) }',
);
const variables = new Variables(schema, asking);

/** As the library reads them; null where it refuses. */
const byLibrary = (given: Record<string, unknown>, { variableDefinitions = [] } = asking) =>
  getVariableValues(schema, variableDefinitions, given).coerced ?? null;

describe('the variables of an operation', () => {
  it('are read as the library reads them, whatever is given, and refused where it refuses them', () => {
    const id = fc.oneof({ weight: 5, arbitrary: fc.string() }, fc.integer(), fc.constant(null), fc.double());
    const kind = fc.constantFrom('RULING', 'LETTER', 'NONE', null, 7);
    const part = fc.record(
      {
        name: fc.oneof({ weight: 5, arbitrary: fc.string() }, fc.constant(null)),
        size: fc.oneof(fc.integer(), fc.string()),
        kinds: fc.array(kind),
      },
      { requiredKeys: [] },
    );
    const given = fc.record(
      {
        id,
        first: fc.oneof(fc.integer(), fc.constant(null), fc.string()),
        parts: fc.oneof(part, fc.array(part), fc.constant(null)),
        kind,
        other: fc.integer(),
      },
      { requiredKeys: [] },
    );
    let fitted = 0;
    fc.assert(
      fc.property(given, (each) => {
        const expected = byLibrary(each);
        if (expected !== null) fitted += 1;
        const { values = null, errors } = variables.coerced(each);
        expect(values).toEqual(expected);
        expect(errors === undefined).toBe(expected !== null);
      }),
      { numRuns: 500 },
    );
    expect(fitted).toBeGreaterThan(10);
  });

  it.each(['__proto__', 'constructor', 'toString'])('may be called %s, and what is not given is not there', (name) => {
    const strange = operationIn(`query ($${name}: Int, $id: ID!) { find(id: $id, first: $${name}) }`);
    for (const given of [{ id: '1' }, JSON.parse(`{"id":"1","${name}":4}`) as Record<string, unknown>]) {
      const { values = {} } = new Variables(schema, strange).coerced(given);
      expect(Object.entries(values)).toEqual(Object.entries(byLibrary(given, strange) ?? {}));
      expect(Object.getPrototypeOf(values)).toBe(Object.prototype);
    }
  });
});
