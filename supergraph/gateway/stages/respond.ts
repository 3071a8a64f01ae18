import { isFailure } from '@chancery/observability';
import type { Profile } from '@chancery/trust';
import type { GraphQLFormattedError } from 'graphql';
import { internal, isOurs, reportFault } from '../errors.ts';
import type { Answer, Passage, Stage, ToldBeside } from '../passage.ts';

const longestMessage = 1_000;

/** What leaves: data, and errors with a message, a path, a code, and the clause or the institution that they are about. Nothing of how we work. */
export const respond = (profile: Profile): Stage => ({
  name: 'respond',
  always: true,
  run(passage) {
    const { data, written, errors = [], extensions }: Answer = passage.answer ?? { errors: [internal()] };
    const helps = profile === 'embedded' && passage.caller !== null;
    const told = distinct(errors.map((error) => shown(error, passage.traceId)).map((error) => (helps ? error : withoutSuggestions(error))));
    const beside = besideOf(passage, extensions?.asOf);
    passage.answer = {
      ...(data === undefined ? {} : { data }),
      ...(written === undefined ? {} : { written }),
      ...(told.length === 0 ? {} : { errors: told }),
      ...(Object.keys(beside).length === 0 ? {} : { extensions: beside }),
    };
    const codes = told.map(({ extensions }) => String(extensions?.code));
    const code = codes.find(isFailure) ?? codes[0];
    if (code !== undefined) passage.span.refuse(code);
  },
});

const besideOf = ({ request, cost }: Passage, asOf: ToldBeside['asOf']): ToldBeside => ({
  ...(request.asksCost && cost !== undefined ? { cost } : {}),
  ...(asOf === undefined ? {} : { asOf }),
});

function shown({ message, path, locations, extensions = {} }: GraphQLFormattedError, traceId: string): GraphQLFormattedError {
  const { code, clause, institution, since, retryAfter } = extensions;
  if (typeof code !== 'string' || !isOurs(code)) {
    if (code !== 'INTERNAL') reportFault({ message, path, extensions }, traceId);
    return internal(path);
  }
  return {
    message: message.slice(0, longestMessage),
    ...(locations === undefined ? {} : { locations }),
    ...(path === undefined ? {} : { path }),
    extensions: {
      code,
      ...(typeof clause === 'string' ? { clause } : {}),
      ...(typeof institution === 'string' ? { institution } : {}),
      ...(typeof since === 'string' ? { since } : {}),
      ...(typeof retryAfter === 'number' ? { retryAfter } : {}),
    },
  };
}

/** What graphql-js knows better tells the graph bit by bit to whoever guesses: that is for signed-in people who try things out. */
function withoutSuggestions(error: GraphQLFormattedError): GraphQLFormattedError {
  return { ...error, message: error.message.replace(/ ?Did you mean [^?]*\?/g, '') };
}

/** Several subgraphs may refuse the same thing in the same place. */
function distinct(errors: readonly GraphQLFormattedError[]): readonly GraphQLFormattedError[] {
  if (errors.length < 2) return errors;
  return [
    ...new Map(
      errors.map((error) => [`${error.path?.join('.') ?? ''} ${String(error.extensions?.code)} ${error.message}`, error]),
    ).values(),
  ];
}
