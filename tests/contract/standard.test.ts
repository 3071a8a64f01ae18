import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '@chancery/circuit';
import { perimeterSdl } from '@chancery/schema';
import { Kind, parse } from 'graphql';
import { expect, test } from 'vitest';

/** The root fields of the standard that say so of themselves. */
const required = parse(perimeterSdl)
  .definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION && ['Query', 'Mutation'].includes(node.name.value) ? (node.fields ?? []) : [],
  )
  .filter(({ description }) => description?.value.includes('Required of every member.'))
  .map(({ name }) => name.value);
const read = (file: string): string => readFileSync(join(repository, 'docs/operations', file), 'utf8');

test('reading, release, intake and receipt are required of every member, and nothing else', () => {
  expect(required).toEqual(['document', 'releaseDocument', 'acceptDelivery', 'settleDelivery', 'noteClosure']);
});

test.each(required)('%s is in the table for integrators, and in the server that shows how', (field) => {
  expect(read('connect.md')).toMatch(new RegExp(`^\\| \`${field}\``, 'm'));
  expect(read('connect/server.mjs')).toMatch(new RegExp(`^ {2}(async )?${field}[(:]`, 'm'));
});
