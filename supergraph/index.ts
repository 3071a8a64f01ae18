export { type Composed, compose, type Member } from './compose/compose.ts';
export { CompositionFailed } from './compose/compositionFailed.ts';
export { type GatewayOptions, type RunningGateway, startGateway } from './gateway/startGateway.ts';
