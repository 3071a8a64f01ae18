import { describe, expect, test } from 'vitest';
import type { Answer } from '../passage.ts';
import { graphqlOverHttp, type HttpRequest } from './graphqlOverHttp.ts';

const text = '{"data":{"title":"Чинний – ½"}}';
const beside: Readonly<Record<string, Answer>> = {
  'nothing beside it': {},
  'what it costs beside it': { extensions: { cost: { estimated: 1, limit: 2, remaining: 1 } } },
  'an error beside it': { errors: [{ message: 'No.', path: ['title'], extensions: { code: 'BAD_INPUT' } }] },
};
const posted = { method: 'POST', url: '/graphql', headers: { 'content-type': 'application/json', accept: 'application/json' } };
const ways = {
  POST: posted,
  'POST for the rich type': { ...posted, headers: { ...posted.headers, accept: 'application/graphql-response+json' } },
  'POST in another charset': { ...posted, headers: { ...posted.headers, 'content-type': 'application/json; charset=utf-8; x=1' } },
  GET: { method: 'GET', url: '/graphql?query=%7Btitle%7D', headers: { accept: '*/*', 'apollo-require-preflight': '1' } },
};

describe.each(Object.keys(beside))('an answer that is written already, with %s', (what) => {
  test.each(Object.keys(ways))('is the same as text and as bytes, asked by %s', async (way) => {
    const heard = async (written: string | Buffer) => {
      const respond = graphqlOverHttp(async () => ({ answer: { data: {}, written, ...beside[what] }, isMutation: false }));
      const { status, headers, body } = await respond({
        raw: ways[way as keyof typeof ways],
        body: '{"query":"{title}"}',
      } as unknown as HttpRequest);
      return { status, headers, body: body.toString() };
    };
    const asText = await heard(text);

    expect(JSON.parse(asText.body)).toMatchObject({ ...beside[what], data: { title: 'Чинний – ½' } });
    expect(asText.status).toBe(200);
    expect(await heard(Buffer.from(text))).toEqual(asText);
  });
});
