import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What has a process of its own: stories of circuits that are processes, and what is about a process itself, its telemetry or its memory.
 * All others share the processes of their workers, which have loaded once what they have in common.
 */
const alone = [
  'tests/{continuity,fuzz}/**/*.test.ts',
  'tests/kit/otlpReceiver.test.ts',
  'observability/**/*.test.ts',
  'supergraph/gateway/{gateway,pipeline}.test.ts',
  'subgraphs/kernel/tracedClient.test.ts',
  'subgraphs/perimeter/memory.test.ts',
];

/** What takes longest, the longest first: a run that begins with them does not wait for one of them at its end. */
const longest = [
  'onOneCircuit institutionsCome fromStartToEnd productionNewcomer institutionCommand',
  'accessMatrix replay badInput adversary scanned fileCarriers hanging deliveries',
].flatMap((names) => names.split(' '));

/** Those with a process of their own before the others: a worker that others share ends when the next file is none of theirs. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId, project }: TestSpecification): number => {
      const place = longest.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return (project.config.isolate ? 0 : longest.length + 1) + (place === -1 ? longest.length : place);
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
  experimental: { viteModuleRunner: false, nodeLoader: false }, // modules as Node loads them, compiled once for all processes; nothing is mocked
  setupFiles: 'tests/kit/whenFileEnds.ts',
  env: { APOLLO_TELEMETRY_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: '' },
} as const;
const everywhere = ['{domain,policy,schema,client,observability,trust,subgraphs,supergraph,circuit,tests}/**/*.test.ts'];

export default defineConfig({
  test: {
    globalSetup: 'tests/kit/postgres.ts',
    maxWorkers: 3, // on two cores: a part of a run is waiting
    sequence: { sequencer: LongestFirst },
    teardownTimeout: 20_000,
    projects: [
      { test: { ...common, name: 'alone', include: alone } },
      // The others load what they have in common once for each worker.
      { test: { ...common, name: 'together', include: everywhere, exclude: [...alone, '**/node_modules/**'], isolate: false } },
    ],
  },
});
