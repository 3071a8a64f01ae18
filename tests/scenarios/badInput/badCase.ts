import type { Duty, RefusalCode } from '@chancery/domain';
import type { Who } from '../../kit/who.ts';
import type { Stage } from './stage.ts';

/** Bad input: who sends what, and the refusal that answers it. */
export interface BadCase {
  /** What is wrong with it. */
  readonly says: string;
  /** Null sends no token. */
  readonly as: Who | null;
  readonly query: string;
  variables(stage: Stage): object;
  readonly code: RefusalCode | 'GRAPHQL_PARSE_FAILED' | 'GRAPHQL_VALIDATION_FAILED';
  /** The clause that refuses, where it is not the code's own. */
  readonly clause?: string;
  /** What the message names: the field that is wrong. */
  readonly names?: string;
}

/** What makes a case of a command or a question: everything but the operation. */
type Refused = Pick<BadCase, 'says' | 'as' | 'code'> & { readonly clause?: string; readonly names?: string };

/** Who holds a duty in an institution of the demonstration. */
export const who = (institution: string, duty: Duty): Who => ({ institution, duty });

/** A mutation that takes one input. */
export const mutation = (name: string): string => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  return `mutation Bad($input: ${type}!) { ${name}(input: $input) { __typename } }`;
};

/** A command with a bad input. */
export const command = (name: string, input: (stage: Stage) => object, refused: Refused): BadCase => ({
  ...refused,
  query: mutation(name),
  variables: (stage) => ({ input: input(stage) }),
});

/** A question with bad arguments, written with the question. */
export const question = (query: string, refused: Refused, variables: (stage: Stage) => object = () => ({})): BadCase => ({
  ...refused,
  query,
  variables,
});

/** A ULID that was never given to anything. */
export const invented = '01JD0000000000000000000000';
