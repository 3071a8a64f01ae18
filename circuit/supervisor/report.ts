import type { Home } from './home.ts';
import type { Ready } from './readyFile.ts';

/** What a person reads when the circuit is ready: what runs where, and a first question to ask. */
export function report({ graphql, services, issuer }: Ready, { logs }: Pick<Home, 'logs'>): string {
  const rows = [
    ['service', 'url', 'pid', 'database'],
    ...services.map(({ name, url, pid, database }) => [name, url, String(pid), database]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const table = rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
  return [
    '',
    ...table,
    '',
    `  What each of them says is in ${logs}`,
    ...signIn(issuer),
    '',
    '  A first question:',
    '',
    firstQuestion(graphql),
    '',
    '  Ctrl-C stops everything.',
    '',
  ].join('\n');
}

function signIn({ url, pid }: Ready['issuer']): readonly string[] {
  if (pid === null) return [`  People sign in at ${url}`];
  return [`  People sign in at ${url}, JUS:o.petrenko with the password that this gives: npm run -s password -- --official JUS:o.petrenko`];
}

function firstQuestion(graphql: string): string {
  const query = '{ me { name } documents(first: 5) { edges { node { title status institution { name } } } } }';
  return [
    `  curl -s ${graphql} -H 'content-type: application/json' \\`,
    `    -H "authorization: Bearer $(npm run -s token -- --institution JUS --duty registrar)" \\`,
    `    -d '${JSON.stringify({ query })}'`,
  ].join('\n');
}
