export { type Composed, compose, type Member } from './compose/compose.ts';
export { CompositionFailed } from './compose/compositionFailed.ts';
