import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// graphql as Node resolves it: vite would load its ES build beside the CommonJS one that Apollo's packages require.
const graphqlAsNode = { find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) };

/**
 * What has a process of its own: stories of whole circuits, and what is about a process itself, its telemetry or its memory. Where such a file breaks off,
 * what it has started ends with its process.
 */
const alone = [
  'tests/**/*.test.ts',
  'observability/**/*.test.ts',
  'supergraph/gateway/{gateway,pipeline}.test.ts',
  'subgraphs/kernel/tracedClient.test.ts',
  'subgraphs/perimeter/memory.test.ts',
];

/**
 * What takes longest, the longest first: a run that begins with them does not wait for one of them at its end. Those that start circuits as processes stand before
 * those that have one in their own process, which would not get much of it beside them.
 */
const longest = [
  'institutionsCome onOneCircuit deliverySurvives commands supervisor productionNewcomer twoWorkers institutionCommand traces',
  'accessMatrix replay badInput adversary scanned fileCarriers hanging exchange',
].flatMap((names) => names.split(' '));

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = longest.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return place === -1 ? longest.length : place;
    };
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}

/** What all projects have in common; each lists its own files. */
const common = {
  pool: 'forks', // services under test are killed without harm to others
  testTimeout: 30_000,
  hookTimeout: 60_000, // the first to ask starts PostgreSQL
  retry: 0,
  setupFiles: 'tests/kit/whenFileEnds.ts',
  env: { APOLLO_TELEMETRY_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: '' },
} as const;
const everywhere = ['{domain,policy,schema,client,observability,trust,subgraphs,supergraph,circuit,tests}/**/*.test.ts'];
const resolve = { alias: [graphqlAsNode] };

export default defineConfig({
  test: {
    globalSetup: 'tests/kit/postgres.ts',
    maxWorkers: 3, // on two cores: a part of a run is waiting
    sequence: { sequencer: LongestFirst },
    teardownTimeout: 20_000,
    projects: [
      { resolve, test: { ...common, name: 'alone', include: alone } },
      // The others load what they have in common once for each worker.
      { resolve, test: { ...common, name: 'together', include: everywhere, exclude: [...alone, '**/node_modules/**'], isolate: false } },
    ],
  },
});
