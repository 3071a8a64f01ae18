export { complete } from './answer/complete.ts';
export { type AsOf, standing } from './cards/asOf.ts';
export type { Compiled, Fetched, Outcome } from './compiledOperation.ts';
export { createEngine, type Engine, type EngineOptions } from './createEngine.ts';
export type { Answerer, AtHand, InstitutionFinder, Place, Representation, StandIn } from './place.ts';
export { type Loaded, plannable, plannerConfig } from './planning/planner.ts';
export type { StoredName } from './planning/setAside.ts';
export { readAnswer } from './post/readAnswer.ts';
export { bodyOf, type Call, type Printed, type SubgraphAnswer, type Wire } from './post/wire.ts';
