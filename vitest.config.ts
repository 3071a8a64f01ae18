import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{domain,policy,schema,observability,trust,subgraphs,supergraph,circuit,tests}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/client/internal/**'],
    globalSetup: 'tests/kit/postgres.ts',
    pool: 'forks', // services under test have process-wide telemetry and are killed without harm to others
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000, // the first to ask starts PostgreSQL
    teardownTimeout: 20_000,
    retry: 0,
    env: { APOLLO_TELEMETRY_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: '' },
  },
});
