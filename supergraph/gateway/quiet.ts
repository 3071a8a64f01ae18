import { registerHooks } from 'node:module';

// @apollo/gateway asks this once, when a gateway is made: nothing of ours leaves the machine.
process.env.APOLLO_TELEMETRY_DISABLED = 'true';

/** By which it would tell its maker of the machine, and ask subgraphs by itself. It loads them all the same: 900 modules that never run, in 25 MB. */
const neverRun = /^(?:make-fetch-happen$|@opentelemetry\/(?:resource|exporter|sdk-metrics|semantic))/;
const nothing = 'chancery:nothing';

/** While it is loaded, nothing stands for these. */
export const withoutWhatNeverRuns = registerHooks({
  resolve: (specifier, context, next) =>
    neverRun.test(specifier) && context.parentURL?.includes('/@apollo/gateway/') === true
      ? { url: nothing, format: 'commonjs', shortCircuit: true }
      : next(specifier, context),
  load: (url, context, next) =>
    url === nothing ? { format: 'commonjs', source: 'module.exports = {};', shortCircuit: true } : next(url, context),
});
