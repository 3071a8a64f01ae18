import type { CompositionFault } from '../compositionFailed.ts';
import { type CheckedMember, type Fault, hasType, placeOf } from './fault.ts';

/** What to do about what composition refuses, by the beginning of what it says. */
const remedies: readonly (readonly [says: RegExp, remedy: string])[] = [
  [/^Syntax Error/, 'Write it as GraphQL has it: nothing is composed until it can be read.'],
  [/^ENUM_VALUE_MISMATCH/, 'Give the enum the same values in every member that has it.'],
  [/^INVALID_FIELD_SHARING/, 'Let one member answer the field; of a type of others repeat its key alone, or put @key back where it was.'],
  [/^(FIELD|FIELD_ARGUMENT|INPUT_FIELD)_\w*(TYPE|DEFAULT)_MISMATCH/, 'Give it the same type in every member that has it.'],
  [/^REFERENCED_INACCESSIBLE/, 'Put @inaccessible back: what only services ask for is in no public graph.'],
  [/must be nullable/, 'Leave out the exclamation mark: one institution that is away takes nothing else away.'],
  [/^SATISFIABILITY_ERROR/, 'Give the type a @key by which its other members find it.'],
];
const otherwise = 'Write it as it was, or change every member that it names, so that all say the same.';

/** Why members make no graph: where it stands, and what to do. */
export const faultsOfFailure = (members: readonly CheckedMember[], faults: readonly CompositionFault[]): readonly Fault[] =>
  faults.map((fault) => ({
    ...placeIn(members, fault),
    says: fault.says.replace(/\.?$/, '.'),
    remedy: remedies.find(([says]) => says.test(fault.says))?.[1] ?? otherwise,
  }));

function placeIn(members: readonly CheckedMember[], { says, member, line }: CompositionFault): Pick<Fault, 'file' | 'line'> {
  const file = members.find(({ name }) => name === (member ?? /\[(\w+)\]/.exec(says)?.[1]))?.file;
  if (file !== undefined) return { file, line: line ?? 1 };
  const [, type = '', field] = [...says.matchAll(/\b([A-Z]\w*)(?:\.(\w+))?/g)].find(([, named = '']) => hasType(members, named)) ?? [];
  return placeOf(members, type, field);
}
