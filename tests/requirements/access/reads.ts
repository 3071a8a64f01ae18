import type { Speaker } from '@chancery/circuit';
import { type AccessMark, accessMarks } from '@chancery/domain';
import type { TestCircuit } from '../../kit/circuit.ts';
import { type Question, type State, states } from './cells.ts';
import { annex, fileAll, type Made, makeDocuments, secret } from './documents.ts';
import { exportedIds } from './exported.ts';
import { answerTo, nameOf, type Observed, observedAt } from './observed.ts';
import type { Parties } from './people.ts';

/** A document that everybody tries to read. */
export interface Shown extends Made {
  readonly state: State;
  readonly access: AccessMark;
  readonly year: number;
}

/** One document in each state with each mark. */
export async function makeShown(circuit: TestCircuit, parties: Parties): Promise<readonly Shown[]> {
  const rows = states.flatMap((state) => accessMarks.map((access) => ({ state, access })));
  const dated = rows.map((row, index) => ({ ...row, year: parties.firstYear + index }));
  const isSent = (state: State) => state === 'REGISTERED' || state === 'FILED';
  const wanted = dated.map(({ state, access, year }) => ({
    access,
    documentDate: `${year}-05-05`,
    until: state === 'DRAFT' || state === 'SIGNED' ? state : ('RESOLVED' as const),
  }));
  const made = await makeDocuments(circuit, parties, wanted);
  const shown = dated.flatMap((row, index) => (made[index] ? [{ ...row, ...made[index] }] : []));
  await fileAll(
    circuit,
    parties,
    shown.filter(({ state }) => state === 'FILED').map(({ id }) => id),
  );
  return shown.map((one) => (isSent(one.state) ? one : { ...one, consignmentId: null }));
}

interface Whole {
  readonly title: string;
  readonly content: { readonly body?: string | null; readonly question?: string | null } | null;
  readonly files: { readonly edges: readonly { readonly node: { readonly name: string } }[] } | null;
  readonly consignments: readonly { readonly id: string }[] | null;
  readonly auditEntries: readonly object[] | null;
}
interface Sent {
  readonly state: string;
  readonly copy: { readonly title: string; readonly files: readonly { readonly name: string }[] } | null;
  readonly resolution: { readonly instruction: string } | null;
}
interface Listed {
  readonly totalCount: number;
  readonly edges: readonly { readonly node: { readonly id: string } | null }[];
}
interface Lists {
  readonly documents: Listed | null;
  readonly inbox: Listed | null;
  readonly exchangeStatistics: readonly { readonly keys: readonly string[]; readonly count: number }[] | null;
}

/** What a caller gets of every document, one by one and in lists, by the question's name. */
export async function readAll(
  circuit: TestCircuit,
  parties: Parties,
  by: Speaker,
  shown: readonly Shown[],
): Promise<ReadonlyMap<string, Observed>> {
  const [single, listed, exported] = await Promise.all([
    readSingly(circuit, by, shown),
    readLists(circuit, parties, by, shown),
    readExport(circuit, parties, by, shown),
  ]);
  return new Map([...single, ...listed, ...exported]);
}

type Row = readonly [string, Observed];
const row = (operation: Question['operation'], { state, access }: Shown, observed: Observed): Row => [
  nameOf({ operation, state, access }),
  observed,
];

async function readSingly(circuit: TestCircuit, by: Speaker, shown: readonly Shown[]): Promise<readonly Row[]> {
  const fields = shown.flatMap(({ id, consignmentId, dispatchId }, index) => [
    { name: `d${index}`, id, asks: 'document', selection: '...Whole' },
    ...(consignmentId === null ? [] : [{ name: `c${index}`, id: consignmentId, asks: 'consignment', selection: '...Sent' }]),
    ...(dispatchId === null ? [] : [{ name: `s${index}`, id: dispatchId, asks: 'dispatch', selection: 'id' }]),
    ...(consignmentId === null ? [] : [{ name: `t${index}`, id, asks: 'trail', selection: 'edges { node { id } }' }]),
  ]);
  const asked = fields.map(({ name, asks, selection }) =>
    asks === 'trail'
      ? `${name}: auditEntries(filter: { documentId: $${name}, act: "registerDocument", outcome: [DONE] }) { ${selection} }`
      : `${name}: ${asks}(id: $${name}) { ${selection} }`,
  );
  const query = `query Singly(${fields.map(({ name }) => `$${name}: ID!`).join(', ')}) { ${asked.join(' ')} }
    fragment Whole on Document {
      title content { ... on OfficialLetter { body } ... on LegalOpinion { question } } files { edges { node { name } } } consignments { id } auditEntries { act }
    }
    fragment Sent on Consignment { state copy { title files { name } } resolution { instruction } }`;
  const variables = Object.fromEntries(fields.map(({ name, id }) => [name, id]));
  const { data, errors } = await answerTo<Record<string, unknown>>(circuit, query, variables, by);
  return shown.flatMap((one, index) => {
    const at = (path: readonly string[], isThere: boolean) => observedAt(path, isThere, errors);
    const [d, c, s, t] = ['d', 'c', 's', 't'].map((letter) => `${letter}${index}`) as [string, string, string, string];
    const whole = data?.[d] as Whole | null | undefined;
    const ofEvery = [
      row('document', one, at([d], Boolean(whole?.title))),
      row('Document.content', one, at([d, 'content'], [whole?.content?.body, whole?.content?.question].includes(secret))),
      row('Document.files', one, at([d, 'files'], whole?.files?.edges[0]?.node.name === annex.name)),
      row('Document.auditEntries', one, at([d, 'auditEntries'], (whole?.auditEntries?.length ?? 0) > 0)),
    ];
    if (one.consignmentId === null) return ofEvery;
    const sent = data?.[c] as Sent | null | undefined;
    const trail = data?.[t] as { readonly edges: readonly object[] } | null | undefined;
    const way = whole?.consignments?.some(({ id }) => id === one.consignmentId) ?? false;
    return [
      ...ofEvery,
      row('Document.consignments', one, at([d, 'consignments'], way)),
      row('consignment', one, at([c], Boolean(sent?.state))),
      row('Consignment.copy', one, at([c, 'copy'], Boolean(sent?.copy?.title))),
      row('Consignment.copy.files', one, at([c, 'copy', 'files'], sent?.copy?.files[0]?.name === annex.name)),
      row('Consignment.resolution', one, at([c, 'resolution'], Boolean(sent?.resolution?.instruction))),
      row('dispatch', one, at([s], Boolean(data?.[s]))),
      row('auditEntries', one, at([t], (trail?.edges.length ?? 0) > 0)),
    ];
  });
}

async function readLists(
  circuit: TestCircuit,
  { recipient, firstYear }: Parties,
  by: Speaker,
  shown: readonly Shown[],
): Promise<readonly Row[]> {
  const query = `query InLists($from: Date, $to: Date, $inbox: ID!) {
    documents(filter: { documentDateFrom: $from, documentDateTo: $to }, first: 100) { totalCount edges { node { id } } }
    inbox(institution: $inbox, first: 100) { totalCount edges { node { id } } }
    exchangeStatistics(filter: { documentDateFrom: $from, documentDateTo: $to }, groupBy: [YEAR]) { keys count }
  }`;
  const variables = { from: `${firstYear}-01-01`, to: `${firstYear + shown.length - 1}-12-31`, inbox: recipient };
  const { data, errors } = await answerTo<Lists>(circuit, query, variables, by);
  const [documents, inbox] = [idsOf(data?.documents), idsOf(data?.inbox)];
  const counted = new Map(data?.exchangeStatistics?.map(({ keys, count }) => [Number(keys[0]), count]));
  return shown.flatMap((one) => [
    row('documents', one, observedAt(['documents'], documents.has(one.id), errors)),
    ...(one.consignmentId === null
      ? []
      : [
          row('inbox', one, observedAt(['inbox'], inbox.has(one.consignmentId), errors)),
          row('exchangeStatistics', one, observedAt(['exchangeStatistics'], counted.get(one.year) === 1, errors)),
        ]),
  ]);
}

/** §3.13 What an export of the same list holds. */
async function readExport(circuit: TestCircuit, { firstYear }: Parties, by: Speaker, shown: readonly Shown[]): Promise<readonly Row[]> {
  const filter = { documentDateFrom: `${firstYear}-01-01`, documentDateTo: `${firstYear + shown.length - 1}-12-31` };
  const { ids, errors } = await exportedIds(circuit, by, filter);
  return shown.map((one) => row('startExport', one, observedAt(['startExport'], ids.has(one.id), errors)));
}

/** The ids in a list. Throws where its count says another number: that would tell of what is not in it. */
function idsOf(list: Listed | null | undefined): ReadonlySet<string> {
  const ids = new Set(list?.edges.flatMap(({ node }) => node?.id ?? []));
  if (list && list.totalCount !== ids.size) throw new Error(`A list of ${ids.size} is counted as ${list.totalCount}.`);
  return ids;
}
