import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '@chancery/circuit';
import { getNamedType, isObjectType } from 'graphql';
import { expect, it } from 'vitest';
import { publicGraph } from '../kit/publicGraph.ts';

/** Every field of the public graph that is a list with pages, or a statistic: `Query.inbox`. */
const lists = Object.values(publicGraph().getTypeMap())
  .filter(isObjectType)
  .flatMap((type) =>
    Object.values(type.getFields()).flatMap((field) =>
      /(?:Connection|Statistic)$/.test(getNamedType(field.type).name) ? [`${type.name}.${field.name}`] : [],
    ),
  );

/** Which become files, by the page for operators: the list, and the command; null where there is none, and why. */
const said = new Map(
  [
    ...readFileSync(join(repository, 'docs/operations/exports.md'), 'utf8').matchAll(
      /^\| `([A-Z]\w+\.\w+)` \| (?:`(start\w*Export)`|none: .+) \|$/gm,
    ),
  ].map(([, list = '', command]) => [list, command ?? null] as const),
);

it('each list and statistic of the graph becomes a file, or it is said why it does not (§3.13)', () => {
  expect([...said.keys()].toSorted()).toEqual(lists.toSorted());
  expect([...said].flatMap(([list, command]) => (command === null ? [list] : []))).toEqual([
    'Document.files',
    'Query.exports',
    'Query.auditExports',
    'Query.directoryExports',
    'Query.perimeterExports',
  ]);
});

it('each command takes the lists that are said of it, by their names (§3.13)', () => {
  for (const [list, command] of said) {
    if (command === null) continue;
    const input = publicGraph().getType(`${command.charAt(0).toUpperCase()}${command.slice(1)}Input`);
    const fields = input !== undefined && 'getFields' in input ? Object.keys(input.getFields()) : [];
    // The audit trail has one list: its command takes what is asked of it.
    expect(fields).toContain(command === 'startAuditExport' ? 'filter' : list.split('.')[1]);
  }
});
