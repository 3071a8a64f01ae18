import type { TextAnswer } from './endpoint.ts';

const page = (link: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Chancery</title>
<h1>Chancery</h1>
<p>Institutions exchange official documents here, as one graph. Ask it by GraphQL over HTTP at <code>/graphql</code>,
with a bearer token in the header <code>authorization</code>.${link}</p>
</html>
`;

const tryIt = ' Try it in <a href="/graphql">GraphiQL</a>.';

/** What a browser finds at the gateway's root; with a link to GraphiQL where it is served. */
export const landing = (graphiql: boolean): TextAnswer => ({
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: page(graphiql ? tryIt : ''),
});
