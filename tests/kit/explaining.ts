import type { CatalogueDatabase } from '../../subgraphs/catalogue/database.ts';
import { Prisma } from '../../subgraphs/catalogue/prisma/client/client.ts';

/** One step of a plan, as PostgreSQL tells it. */
export interface PlanStep {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly Plans?: readonly PlanStep[];
}

/** A database that also has every reading statement explained as it is carried out; the plans come in the order of the statements. */
export function explaining(db: CatalogueDatabase): { readonly db: CatalogueDatabase; readonly plans: readonly PlanStep[] } {
  const plans: PlanStep[] = [];
  const asked = async (strings: TemplateStringsArray | Prisma.Sql, ...values: readonly unknown[]) => {
    const statement = strings instanceof Prisma.Sql ? strings : Prisma.sql(strings, ...values);
    const [row] = await db.$queryRaw<{ 'QUERY PLAN': [{ Plan: PlanStep }] }[]>`EXPLAIN (ANALYZE, FORMAT JSON) ${statement}`;
    if (row) plans.push(row['QUERY PLAN'][0].Plan);
    return db.$queryRaw(statement);
  };
  return { db: new Proxy(db, { get: (target, name) => (name === '$queryRaw' ? asked : Reflect.get(target, name)) }), plans };
}

/** A plan with everything under it, the steps that are carried out first at the end. */
export const stepsOf = (plan: PlanStep): readonly PlanStep[] => [plan, ...(plan.Plans ?? []).flatMap(stepsOf)];
