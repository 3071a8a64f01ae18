import { readAnswer } from '../../engine/index.ts';
import type { EngineParts } from '../engineExecutor.ts';
import type { Source } from './source.ts';
import { missing } from './unavailable.ts';

/** An engine each of whose subgraphs is a server, played by a source. */
export function overSources(sourceOf: (subgraph: string) => Source): EngineParts {
  const sources = new Map<string, Source>();
  return {
    placeOf(subgraph) {
      sources.set(subgraph, sourceOf(subgraph));
      return { kind: 'server', server: subgraph, institution: false };
    },
    wire: {
      async send(server, { operation, variables }, commission) {
        const question = { query: operation.text, variables: JSON.parse(variables), operationName: undefined };
        const reply = await sources.get(server)?.fetch({ question, commission, isInList: false });
        return readAnswer(server, JSON.stringify(reply ?? {}));
      },
    },
    missing,
  };
}
