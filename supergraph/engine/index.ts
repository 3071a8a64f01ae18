export { complete } from './answer/complete.ts';
export { type AsOf, standing } from './cards/asOf.ts';
export { type Compiled, createEngine, type Engine, type EngineOptions, type Fetched, type Outcome } from './createEngine.ts';
export type { Answerer, InstitutionFinder, Place, Representation, StandIn } from './place.ts';
export type { StoredName } from './planning/setAside.ts';
export { readAnswer } from './post/readAnswer.ts';
export { bodyOf, type Call, type Printed, type SubgraphAnswer, type Wire } from './post/wire.ts';
