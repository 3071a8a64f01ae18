import { execute, parse } from 'graphql';
import { expect, test } from 'vitest';
import { executableSchema } from './schema.ts';

const sdl = 'type Query { answered: Int later: Int } type Mutation { answer: Int }';
const schema = executableSchema([sdl], { Query: { answered: () => 1 } });

test('a root field that nobody answers is refused, and no other one (§1.2)', async () => {
  const ask = async (query: string) => execute({ schema, document: parse(query) });

  expect(await ask('{ answered __typename }')).toEqual({ data: { answered: 1, __typename: 'Query' } });
  for (const query of ['{ later }', 'mutation { answer }'])
    expect((await ask(query)).errors?.[0]?.originalError).toMatchObject({ code: 'NOT_OFFERED', clause: '1.2' });
});

test('the SDL of a subgraph is told on', async () => {
  const { data } = await execute({ schema, document: parse('{ _service { sdl } }') });
  expect(JSON.stringify(data)).toContain('later: Int');
});
