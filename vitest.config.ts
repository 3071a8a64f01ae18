import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// graphql as Node resolves it: vite would load its ES build beside the CommonJS one that Apollo's packages require.
const graphqlAsNode = { find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) };

/** Those that start whole circuits as processes come first: they take longest, and wait for most of it. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => moduleId.includes('/tests/continuity/');
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  resolve: { alias: [graphqlAsNode] },
  test: {
    include: ['{domain,policy,schema,client,observability,trust,subgraphs,supergraph,circuit,tests}/**/*.test.ts'],
    globalSetup: 'tests/kit/postgres.ts',
    pool: 'forks', // services under test have process-wide telemetry and are killed without harm to others
    maxWorkers: 3, // on two cores: more than a third of a run is waiting
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000,
    hookTimeout: 60_000, // the first to ask starts PostgreSQL
    teardownTimeout: 20_000,
    retry: 0,
    env: { APOLLO_TELEMETRY_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: '' },
  },
});
