import { appointmentMoves, breakGlassMoves, consignmentMoves, documentMoves, type Move, refusals } from '@chancery/domain';
import { dutiesFor, regulation } from '@chancery/policy';
import { type Argument, type PropertyKey, parseSync, Visitor } from 'oxc-parser';
import { placeAt, placesOf } from './places.ts';
import { type Clause, clauseNumber } from './regulationText.ts';
import { isTest, type SourceFile } from './sourceFiles.ts';

/** Everything by which something is allowed or refused, with the clauses that it names. */
export interface StandingRules {
  /** Of the policy, by type and field. */
  readonly rules: { readonly [type: string]: { readonly [field: string]: { readonly clauses: readonly string[] } } };
  /** By command. */
  readonly rights: { readonly [command: string]: { readonly clause: string } };
  /** By code. */
  readonly refusals: { readonly [code: string]: { readonly clause: string } };
  /** By lifecycle and move: the clauses of what it refuses with. */
  readonly guards: { readonly [move: string]: readonly string[] };
}

/** What is in force here. */
export const inForce = (): StandingRules => ({
  rules: regulation,
  rights: dutiesFor,
  refusals,
  guards: {
    ...guardsOf('document', documentMoves),
    ...guardsOf('consignment', consignmentMoves),
    ...guardsOf('appointment', appointmentMoves),
    ...guardsOf('breakGlass', breakGlassMoves),
  },
});

/** What allows or refuses without a clause of the regulation, one sentence each: a rule without one is nobody's will. */
export function namelessRules(clauses: readonly Clause[], { rules, rights, refusals, guards }: StandingRules): readonly string[] {
  const known = new Set(clauses.map(({ number }) => number));
  const named: readonly (readonly [string, readonly string[]])[] = [
    ...Object.entries(rules).flatMap(([type, fields]) =>
      Object.entries(fields).map(([field, rule]) => [`The rule of ${type}.${field}`, rule.clauses] as const),
    ),
    ...Object.entries(rights).map(([command, { clause }]) => [`The right to ${command}`, [clause]] as const),
    ...Object.entries(refusals).map(([code, { clause }]) => [`The refusal ${code}`, [clause]] as const),
    ...Object.entries(guards).map(([move, its]) => [`The guard ${move}`, its] as const),
  ];
  return named.flatMap(([name, its]) => {
    if (its.length === 0 || its.some((clause) => clause.trim() === '')) return [`${name} names no clause.`];
    return its.filter((clause) => !known.has(clause)).map((clause) => `${name} names clause ${clause}, which does not exist.`);
  });
}

/** The same in the source of the policy, where a rule may stand that is not in force: it is written without the number of a clause. */
export const namelessIn = (sources: readonly SourceFile[]): readonly string[] =>
  sources
    .filter(({ path }) => path.startsWith('policy/') && !isTest(path))
    .flatMap(({ path, text }) => {
      const { program, comments } = parseSync(path, text);
      const places = placesOf(program, comments, text);
      const at: number[] = [];
      new Visitor({
        CallExpression: ({ callee, arguments: [clause] }) =>
          void (
            callee.type === 'Identifier' &&
            makesRules.has(callee.name) &&
            isNoClause(clause) &&
            at.push(clause?.start ?? callee.start)
          ),
        NewExpression: ({ callee, arguments: [, , clause] }) =>
          void (callee.type === 'Identifier' && callee.name === 'Refusal' && clause && isNoClause(clause) && at.push(clause.start)),
        Property: ({ key, value }) => void (isNamed(key, 'clause') && isNoClause(value) && at.push(value.start)),
      }).visit(program);
      return at.map((start) => `${path}: ${placeAt(places, start, 'declaration')?.name ?? 'something'} is a rule without a clause.`);
    });

/** What of `policy/language.ts` makes a rule of a clause, its first argument. */
const makesRules = new Set(['aboutCaller', 'aboutDocument', 'aboutConsignment', 'aboutWhatIsKept']);
const wholeClause = new RegExp(`^${clauseNumber.source}$`);

/** Text that is written out and is no clause's number; what is read from elsewhere is looked at there. */
function isNoClause(node: Argument | { readonly type: string } | undefined): boolean {
  if (node === undefined) return true;
  if (node.type === 'Literal' && 'value' in node) return typeof node.value === 'string' && !wholeClause.test(node.value);
  if (node.type === 'TemplateLiteral' && 'quasis' in node && node.expressions.length === 0)
    return !wholeClause.test(node.quasis[0]?.value.raw ?? '');
  return false;
}

const isNamed = (key: PropertyKey, name: string): boolean => key.type === 'Identifier' && key.name === name;

/** A move that is forbidden is refused under the clauses of its refusals. */
function guardsOf(lifecycle: string, moves: Readonly<Record<string, Pick<Move<string>, 'refuses'>>>): StandingRules['guards'] {
  return Object.fromEntries(
    Object.entries(moves).map(([name, { refuses }]) => [
      `${lifecycle}.${name}`,
      Object.values(refuses).flatMap((code) => (code === undefined ? [] : [refusals[code].clause])),
    ]),
  );
}
