import type { TextAnswer } from './server.ts';

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Chancery</title>
<h1>Chancery</h1>
<p>Institutions exchange official documents here, as one graph. Ask it by GraphQL over HTTP at <code>/graphql</code>,
with a bearer token in the header <code>authorization</code>.</p>
</html>
`;

/** What a browser finds at the gateway's root. */
export const landing: TextAnswer = { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: page };
