import { loadWithout } from '@chancery/policy';

// @apollo/gateway asks this once, when a gateway is made: nothing of ours leaves the machine.
process.env.APOLLO_TELEMETRY_DISABLED = 'true';

// Without what it would tell its maker with where it runs, ask subgraphs by itself with, compose and draw.
loadWithout(import.meta.url, '@apollo/gateway', [
  '@apollo/composition',
  '@opentelemetry/exporter-metrics-otlp-http',
  '@opentelemetry/resource-detector-alibaba-cloud',
  '@opentelemetry/resource-detector-aws',
  '@opentelemetry/resource-detector-azure',
  '@opentelemetry/resource-detector-gcp',
  '@opentelemetry/resources',
  '@opentelemetry/sdk-metrics',
  '@opentelemetry/semantic-conventions/incubating',
  'make-fetch-happen',
  'ts-graphviz',
]);
