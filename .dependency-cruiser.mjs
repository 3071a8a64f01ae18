// The walls of the house (docs: DESIGN §2). The picture is the check: a folder may import what lies on a floor below its own, and nothing else of ours.
const floors = [
  ['tests'],
  ['circuit'],
  ['supergraph', 'subgraphs/institutions', 'subgraphs/directory', 'subgraphs/exchange', 'subgraphs/catalogue', 'subgraphs/audit'],
  ['subgraphs/perimeter'],
  ['subgraphs/exporting'],
  ['subgraphs/kernel'],
  ['trust'],
  ['policy', 'schema'],
  ['domain', 'observability', 'client'],
];

const rooms = floors.flat();
const inside = (folders) => `^(${folders.join('|')})/`;

/** Tests stand beside what they test and use the kit that lies above it. */
const tests = '\\.test\\.ts$|^tests/';

/** From a room of one floor to any other room of that floor or of a floor above. */
const goDownOnly = floors.flatMap((floor, depth) =>
  floor.map((room) => ({
    name: `${room} imports only from floors below its own`,
    severity: 'error',
    from: { path: inside([room]), pathNot: tests },
    to: {
      path: inside(
        floors
          .slice(0, depth + 1)
          .flat()
          .filter((other) => other !== room),
      ),
    },
  })),
);

export default {
  forbidden: [
    ...goDownOnly,
    {
      name: 'domain imports nothing outside itself',
      comment: 'The regulation has no I/O, not even node:*.',
      severity: 'error',
      from: { path: '^domain/', pathNot: tests },
      to: { pathNot: '^domain/' },
    },
    {
      name: 'client imports nothing outside itself',
      comment: 'It runs in browsers: nothing of ours, of npm, or of Node goes with it.',
      severity: 'error',
      from: { path: '^client/', pathNot: tests },
      to: { pathNot: '^client/' },
    },
    {
      name: 'subgraphs never import each other',
      comment: 'What they have in common is the kernel, and how exports are made; institutions also stand on the perimeter.',
      severity: 'error',
      from: { path: '^subgraphs/(directory|exchange|catalogue|audit)/', pathNot: tests },
      to: { path: '^subgraphs/', pathNot: '^subgraphs/($1|kernel|exporting)/' },
    },
    {
      name: 'institutions never import each other',
      severity: 'error',
      from: { path: '^subgraphs/institutions/([^/]+)/', pathNot: tests },
      to: { path: '^subgraphs/institutions/', pathNot: '^subgraphs/institutions/$1/' },
    },
    {
      name: 'supergraph knows no institution and no subgraph',
      comment: 'Composed SDL is all it sees.',
      severity: 'error',
      from: { path: '^supergraph/', pathNot: tests },
      to: { path: '^subgraphs/' },
    },
    {
      name: 'a package has one face',
      comment: 'Another package is imported by its name, never by a path into it.',
      severity: 'error',
      from: { path: `^(${rooms.join('|')})/`, pathNot: tests },
      to: { path: inside(rooms), pathNot: '^$1/', dependencyTypes: ['local'] },
    },
    {
      name: 'no circle of imports',
      comment: 'Types may refer to each other: nothing of that is loaded.',
      severity: 'error',
      from: { pathNot: '/prisma/client/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'an import that leads nowhere', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    parser: 'swc', // TypeScript 7 has no API for it to read with
    doNotFollow: { path: 'node_modules|/prisma/client/' },
    // What only the bench installs may not be there.
    exclude: { path: ['^[^/]+/node_modules/', '^tests/bench/peers/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.mjs', '.js', '.json'],
    },
  },
};
