export {
  type CheckedGraph,
  type CheckedMember,
  type Fault,
  faultsOfGraph,
  faultsOfMembers,
  faultText,
  findOperationsBroken,
  type OperationText,
} from './compose/checks/index.ts';
export { type Composed, compose, type Member } from './compose/compose.ts';
export { CompositionFailed, type CompositionFault } from './compose/compositionFailed.ts';
export { faultsOfOperations } from './gateway/operation/faultsOfOperations.ts';
export { type GraphText, graphName } from './gateway/servedGraph.ts';
export { type GatewayOptions, type RunningGateway, startGateway } from './gateway/startGateway.ts';
