import { createHash } from 'node:crypto';
import { canonical } from '@chancery/domain';
import type { Standing } from './standing.ts';

/** What of an operation the rules let through: all, some, or nothing. */
export type RulingVerdict = 'ALLOWED' | 'PARTLY' | 'REFUSED';

/** What an operation was decided by (§10.6): nothing that names a person, a document or an institution. */
export interface Attributes {
  readonly operation: 'query' | 'mutation' | null;
  /** None where nobody signed in. */
  readonly standing: Standing | null;
  /** Each `Type.field` that it may touch, once, in the order of the alphabet; none where it was stopped before the rules were asked. */
  readonly fields: readonly string[] | null;
}

/** What the rules say of an operation. */
export interface Ruling {
  readonly verdict: RulingVerdict;
  /** The clause that decided; none where all is allowed, or where no clause stopped it. */
  readonly clause: string | null;
  /** By `Type.field`: the clause that refuses it. */
  readonly refused: { readonly [field: string]: string | null };
}

/** The ruling that refusals of single fields come to. A mutation of which one root field is refused does not run at all. */
export function rulingOf({ operation, fields }: Attributes, denied: ReadonlyMap<string, { readonly clause: string | null }>): Ruling {
  const refused = Object.fromEntries(
    (fields ?? []).flatMap((field) => (denied.has(field) ? [[field, denied.get(field)?.clause ?? null]] : [])),
  );
  const roots = (fields ?? []).filter((field) => field.startsWith(operation === 'mutation' ? 'Mutation.' : 'Query.'));
  const refusedRoots = roots.filter((field) => denied.has(field));
  const [first = Object.keys(refused)[0]] = refusedRoots;
  if (first === undefined) return { verdict: 'ALLOWED', clause: null, refused };
  const isRefused = operation === 'mutation' ? refusedRoots.length > 0 : refusedRoots.length === roots.length;
  return { verdict: isRefused ? 'REFUSED' : 'PARTLY', clause: refused[first] ?? null, refused };
}

/** The one text of some attributes, and the digest that names it. */
export function digestOf({ operation, standing, fields }: Attributes): { readonly text: string; readonly digest: string } {
  const text = canonical({ operation, standing: standing === null ? null : { ...standing }, fields });
  return { text, digest: createHash('sha256').update(text).digest('hex') };
}
