import { type Caller, type Duty, type InstitutionCode, type Json, parseOfficialId } from '@chancery/domain';
import type { Asked, ExportableList, Row } from '@chancery/exporting';

/** Who asks for a list of the directory. */
export const officer = (institution: InstitutionCode, duty: Duty = 'SECURITY_OFFICER'): Caller => ({
  official: parseOfficialId(`${institution}:a.first`),
  institution,
  duties: [duty],
  clearance: false,
});

/** All rows of a list, page by page; `between` happens after the first. */
export async function everyRow(list: ExportableList, caller: Caller, asked: Asked, between = async () => {}): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let place: Json = null; ; ) {
    const page = await list.readPage(caller, asked, place);
    if (rows.length === 0) await between();
    rows.push(...page.rows);
    if (page.next === null) return rows;
    place = page.next;
  }
}

/** A page of a list as officials see it. */
export interface ShownPage {
  readonly edges: readonly { readonly node: object }[];
  readonly pageInfo: { readonly hasNextPage: boolean; endCursor(): string | null };
}

/** All keys that the list itself shows, in its order. */
export async function everyKey(key: string, page: (after: string | null) => Promise<ShownPage>): Promise<readonly unknown[]> {
  const keys: unknown[] = [];
  for (let after: string | null = null; ; ) {
    const { edges, pageInfo } = await page(after);
    keys.push(...edges.map(({ node }) => (node as Readonly<Record<string, unknown>>)[key]));
    if (!pageInfo.hasNextPage) return keys;
    after = pageInfo.endCursor();
  }
}

/** A question with this filter. */
export const of = (filter: object): Asked => ({ filter: { ...filter } });
