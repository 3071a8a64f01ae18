import type { Endpoint } from '../http/endpoint.ts';

const script = 'text/javascript; charset=utf-8';

/** What GraphiQL's page loads: its path, its name in the package that brings it, and its type. Nothing comes from another machine. */
const files = [
  ['/graphiql/graphiql.js', 'js', script],
  ['/graphiql/graphiql.css', 'css', 'text/css; charset=utf-8'],
  ['/graphiql/editor.worker.js', 'editorWorkerService', script],
  ['/graphiql/json.worker.js', 'jsonWorker', script],
  ['/graphiql/graphql.worker.js', 'graphqlWorker', script],
] as const;

/** GraphiQL's own files, as an installation has them: some 9 MB, which are read when somebody first opens the page. */
export const graphiqlAssets: ReadonlyMap<string, Endpoint> = new Map(
  files.map(([path, name, type]) => [
    path,
    async () => {
      const assets = await import('@graphql-yoga/render-graphiql/graphiql');
      const headers = { 'content-type': type, 'x-content-type-options': 'nosniff', 'cache-control': 'public, max-age=3600' };
      return { status: 200, headers, body: assets[name] };
    },
  ]),
);
