import { readFileSync } from 'node:fs';

/** The perimeter standard: the SDL that every institution serves. */
export const perimeterSdl: string = readFileSync(new URL('./perimeter.graphql', import.meta.url), 'utf8');

/** Where the composed supergraph is kept. `npm run compose` writes it, nobody edits it. */
export const supergraphFile: URL = new URL('./supergraph.graphql', import.meta.url);

/** The composed supergraph as it is committed. */
export const readSupergraph = (): string => readFileSync(supergraphFile, 'utf8');
