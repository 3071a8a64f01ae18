import type { PreparedOperation } from './prepare.ts';

/** What of an operation may run. */
type Allowed = Pick<PreparedOperation, 'hash'>;

/** Under which name it is kept what an operation was compiled into: another one for each choice of its conditions. What was cut has no conditions any more. */
export function compiledName(allowed: Allowed, operation: PreparedOperation, variables: Readonly<Record<string, unknown>>): string {
  const conditions = allowed === operation ? operation.conditions : [];
  if (conditions.length === 0) return plainName(allowed, operation);
  const choice = conditions.map((name) => (variables[name] === true ? '1' : '0')).join('');
  return `${plainName(allowed, operation)}${choice}`;
}

const plainNames = new WeakMap<Allowed, string>();

/** Put together once: it is asked for again and again. */
function plainName(allowed: Allowed, { definition }: PreparedOperation): string {
  const known = plainNames.get(allowed);
  if (known !== undefined) return known;
  const name = `${allowed.hash} ${definition.name?.value ?? ''} `;
  plainNames.set(allowed, name);
  return name;
}
