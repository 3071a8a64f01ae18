import { readFileSync } from 'node:fs';
import type { Caller, DocumentId } from '@chancery/domain';
import { operationsFolder } from '@chancery/schema';
import { readFilter } from '../../../subgraphs/catalogue/documentFilter.ts';
import { documentStatistics } from '../../../subgraphs/catalogue/documentStatistics.ts';
import { type DocumentsArguments, listDocuments } from '../../../subgraphs/catalogue/documents.ts';
import { findCards } from '../../../subgraphs/perimeter/tables/documents.ts';
import type { Desks } from './desks.ts';

/** One thing that analysts ask, and the same carried out by our own code straight on the databases, so that its statements can be written down. */
export interface Case {
  readonly name: string;
  /** Whether it needs the documents themselves, not only the catalogue. */
  readonly needsPerimeters: boolean;
  readonly query: string;
  /** What is asked the so-manieth time: nobody asks the same twice in a row. */
  variables(time: number): Promise<object>;
  direct(desks: Desks, caller: Caller, time: number): Promise<unknown>;
}

/** What a list of the bench asks for. */
interface ListCase {
  readonly name: string;
  /** Beside the rows. */
  readonly whole?: { readonly selection: string; ask(page: Awaited<ReturnType<typeof listDocuments>>): Promise<unknown> };
  readonly withCards?: boolean;
  asked(time: number): Promise<DocumentsArguments>;
}

const facets = { of: ['INSTITUTION', 'KIND', 'STATUS', 'ACCESS', 'YEAR'] } as const;
const facetsSelection = 'facets(of: [INSTITUTION, KIND, STATUS, ACCESS, YEAR]) { dimension values { key count } }';

const list = ({ name, whole, withCards = false, asked }: ListCase): Case => ({
  name,
  needsPerimeters: withCards,
  query: `query Bench($filter: DocumentFilter, $orderBy: DocumentOrder, $first: Int, $after: String) {
    documents(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
      ${whole?.selection ?? ''} edges { node { id ${withCards ? 'title kind status documentDate declaredNumber' : ''} } } } }`,
  variables: asked,
  async direct({ catalogue, hosted }, caller, time) {
    const page = await listDocuments({ db: catalogue, smallestGroup: 1 }, caller, await asked(time));
    await whole?.ask(page);
    const ids = (await page.edges()).map(({ node }) => node.id as DocumentId);
    if (withCards) await findCards(hosted, ids);
  },
});

/** The cases, over titles of real documents and the institutions that have the most. */
export function casesOver(
  texts: readonly string[],
  institutions: readonly string[],
  page100: () => Promise<string | null>,
): readonly Case[] {
  const text = (time: number) => texts[time % texts.length] ?? '';
  const institution = (time: number) => institutions[time % institutions.length] ?? '';
  const relevant = (time: number): DocumentsArguments => ({ filter: { text: text(time) }, orderBy: 'RELEVANCE', first: 20 });
  return [
    {
      name: 'search, as published',
      needsPerimeters: true,
      query: readFileSync(new URL('searchDocuments.graphql', operationsFolder), 'utf8'),
      variables: async (time) => relevant(time),
      direct: (desks, caller, time) => published(desks, caller, relevant(time)),
    },
    list({ name: 'text search', asked: async (time) => relevant(time) }),
    list({ name: 'text search, with cards', withCards: true, asked: async (time) => relevant(time) }),
    list({
      name: 'text search, count and facets',
      whole: {
        selection: `totalCount ${facetsSelection}`,
        ask: (page) => Promise.all([page.totalCount(), page.facets(facets)]),
      },
      asked: async (time) => relevant(time),
    }),
    list({
      name: 'a common word, by relevance',
      asked: async (time) => ({ filter: { text: `rule -word${time}` }, orderBy: 'RELEVANCE', first: 20 }),
    }),
    list({
      name: 'filter, count',
      whole: { selection: 'totalCount', ask: (page) => page.totalCount() },
      asked: async (time) => ({
        filter: { institution: [institution(time)], kind: ['ProposedRule'], documentDateFrom: `20${String(10 + (time % 12))}-03-15` },
        orderBy: 'NEWEST_FIRST',
        first: 20,
      }),
    }),
    list({
      name: 'facets of all',
      whole: { selection: facetsSelection, ask: (page) => page.facets(facets) },
      asked: async (time) => ({ filter: { documentDateTo: `20${String(30 + (time % 60))}-12-31` }, orderBy: 'NEWEST_FIRST', first: 1 }),
    }),
    list({ name: 'page 1', asked: async (time) => ({ orderBy: 'NEWEST_FIRST', first: 20 + (time % 2) }) }),
    list({ name: 'page 100', asked: async (time) => ({ orderBy: 'NEWEST_FIRST', first: 20 + (time % 2), after: await page100() }) }),
    {
      name: 'statistics by agency and year',
      needsPerimeters: false,
      query: `query Bench($filter: DocumentFilter) { documentStatistics(filter: $filter, groupBy: [INSTITUTION, YEAR]) { keys count } }`,
      variables: async (time) => statistic(time),
      direct: ({ catalogue: db }, caller, time) =>
        documentStatistics({ db, caller, filter: readFilter(statistic(time).filter), smallestGroup: 1 }, ['INSTITUTION', 'YEAR']),
    },
  ];
}

/**
 * What `SearchDocuments` answers: the best of them with their cards, how many there are of each sort, and what may have been meant. The names of
 * institutions are no statement's: the gateway has them.
 */
async function published({ catalogue, hosted }: Desks, caller: Caller, asked: DocumentsArguments): Promise<void> {
  const page = await listDocuments({ db: catalogue, smallestGroup: 1 }, caller, asked);
  const ids = (await page.edges()).map(({ node }) => node.id as DocumentId);
  await Promise.all([findCards(hosted, ids), page.totalCount(), page.facets(facets), page.suggestion()]);
}

const statistic = (time: number) => ({ filter: { documentDateTo: `20${String(30 + (time % 60))}-12-31` } });
