import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import Negotiator from 'negotiator';
import type { Endpoint, TextAnswer } from '../http/endpoint.ts';

/** Serves GraphiQL to a browser that opens the graph's own address; whoever asks it an operation is answered as always. */
export const withGraphiql =
  (graphql: Endpoint): Endpoint =>
  (request, ...rest) =>
    opensPage(request) ? page() : graphql(request, ...rest);

/** A browser that goes to an address likes HTML best; programs ask for JSON, or say nothing. */
const opensPage = (request: IncomingMessage): boolean =>
  (request.method === 'GET' || request.method === 'HEAD') &&
  request.headers.accept?.includes('text/html') === true &&
  new Negotiator(request).mediaType(['application/json', 'application/graphql-response+json', 'text/html']) === 'text/html';

function page(): TextAnswer {
  const nonce = randomBytes(16).toString('base64');
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy(nonce),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    vary: 'accept',
  };
  return { status: 200, headers, body: html(nonce) };
}

/** Scripts are those that this page names, and it speaks to this gateway alone. The editor writes its own styles as it goes. */
const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Tokens are not kept in the browser, and operations do not stand in its address. */
const html = (nonce: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Chancery</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/graphiql/graphiql.css">
<body class="no-focus-outline">
<noscript>GraphiQL needs scripts.</noscript>
<div id="root"></div>
<script nonce="${nonce}">
const workers = { editorWorkerService: 'editor', json: 'json', graphql: 'graphql' };
self.MonacoEnvironment = { globalAPI: false, getWorkerUrl: (_, label) => \`/graphiql/\${workers[label]}.worker.js\` };
</script>
<script nonce="${nonce}" src="/graphiql/graphiql.js"></script>
<script nonce="${nonce}">
YogaGraphiQL.renderYogaGraphiQL(document.getElementById('root'), {
  endpoint: '/graphql',
  title: 'Chancery',
  credentials: 'omit',
  shouldPersistHeaders: false,
  onEditQuery: () => {},
  headers: '{ "authorization": "Bearer " }',
  defaultQuery: '# Put your token behind "Bearer " in the headers below, then read the schema anew (↻).\\n{\\n  me {\\n    __typename\\n  }\\n}\\n',
});
</script>
</body>
</html>
`;
