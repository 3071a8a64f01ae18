import { Refusal } from '@chancery/domain';
import { type DocumentNode, visit } from 'graphql';

/** What stands written in a request's text, each thing counted where it stands, before anything is validated. */
interface Written {
  readonly operations: number;
  readonly variables: number;
  readonly directives: number;
  readonly fragments: number;
  readonly spreads: number;
  /** Selections, lists, objects and types of lists in each other, at the deepest: validator and planner go down by recursion. */
  readonly nesting: number;
}

/** How much may be written. Validation compares some of these with each other, so that they cost more than their number. §1.5 */
const most: Written = { operations: 10, variables: 100, directives: 50, fragments: 50, spreads: 200, nesting: 200 };

const words: Readonly<Record<keyof Written, string>> = {
  operations: 'Operations',
  variables: 'Variables',
  directives: 'Directives',
  fragments: 'Fragments',
  spreads: 'Spreads of fragments',
  nesting: 'Brackets in brackets',
};

/** How long a text may be, in bytes: what is long belongs into variables. */
const LONGEST_TEXT = 128 * 1024;

/** Throws `OPERATION_TOO_LARGE` where a text is longer than anyone will read. §1.5 */
export function requireShort(text: string): void {
  const bytes = Buffer.byteLength(text);
  if (bytes > LONGEST_TEXT)
    throw new Refusal('OPERATION_TOO_LARGE', `Text: ${bytes} bytes, at most ${LONGEST_TEXT}; put what is long into variables.`);
}

/** Throws `OPERATION_TOO_LARGE`, with the limit, where a document holds more of something than it may. */
export function requireReadable(document: DocumentNode): void {
  const written = { operations: 0, variables: 0, directives: 0, fragments: 0, spreads: 0, nesting: 0 };
  let level = 0;
  const nested = {
    enter: () => {
      written.nesting = Math.max(written.nesting, ++level);
    },
    leave: () => {
      level--;
    },
  };
  visit(document, {
    OperationDefinition: () => void written.operations++,
    VariableDefinition: () => void written.variables++,
    Directive: () => void written.directives++,
    FragmentDefinition: () => void written.fragments++,
    FragmentSpread: () => void written.spreads++,
    SelectionSet: nested,
    ListValue: nested,
    ObjectValue: nested,
    ListType: nested,
  });
  for (const what of Object.keys(most) as (keyof Written)[])
    if (written[what] > most[what]) throw new Refusal('OPERATION_TOO_LARGE', `${words[what]}: ${written[what]}, at most ${most[what]}.`);
}
