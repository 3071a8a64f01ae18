import type { TestCircuit } from '../../kit/circuit.ts';
import { speakerOf, type Who } from '../../kit/who.ts';
import { type Parties, type Subject, secret } from './documents.ts';
import type { Sight } from './expected.ts';

interface Whole {
  readonly title: string;
  readonly content: { readonly body?: string | null; readonly question?: string | null } | null;
  readonly consignments: readonly { readonly id: string }[] | null;
  readonly auditEntries: readonly object[] | null;
}
interface Listed {
  readonly documents: {
    readonly totalCount: number;
    readonly edges: readonly { readonly node: { readonly id: string; readonly title: string } | null }[];
  };
  readonly inbox: { readonly totalCount: number; readonly edges: readonly { readonly node: { readonly id: string } }[] };
  readonly exchangeStatistics: readonly { readonly keys: readonly string[]; readonly count: number }[];
}

/** What somebody sees of documents through the gateway. Throws where a list and its count do not fit. */
export async function sightOf(circuit: TestCircuit, as: Who, subjects: readonly Subject[], { firstYear }: Parties): Promise<Sight> {
  const [one, lists] = await Promise.all([seenOneByOne(circuit, as, subjects), seenInLists(circuit, as, firstYear)]);
  const listed = new Set(lists.documents.edges.map(({ node }) => node?.id));
  if (lists.documents.totalCount !== listed.size) throw new Error('The count of documents says more than the list.');
  const received = new Set(lists.inbox.edges.map(({ node }) => node.id));
  if (lists.inbox.totalCount !== received.size) throw new Error('The count of the inbox says more than the list.');
  const counted = new Map(lists.exchangeStatistics.map(({ keys, count }) => [Number(keys[0]), count]));
  return Object.fromEntries(
    subjects.map(({ row, id, consignmentId, year }, index) => {
      const whole = one[`d${index}`] as Whole | null;
      const isThere = {
        K: Boolean(whole?.title),
        T: [whole?.content?.body, whole?.content?.question].includes(secret),
        L: listed.has(id),
        I: consignmentId !== null && received.has(consignmentId),
        S: Boolean(one[`c${index}`]),
        W: whole?.consignments?.some((consignment) => consignment.id === consignmentId) ?? false,
        A: (whole?.auditEntries?.length ?? 0) > 0,
        N: counted.get(year) === 1,
      };
      return [
        row,
        Object.entries(isThere)
          .map(([letter, seen]) => (seen ? letter : '-'))
          .join(''),
      ];
    }),
  );
}

async function seenOneByOne(circuit: TestCircuit, as: Who, subjects: readonly Subject[]): Promise<Readonly<Record<string, unknown>>> {
  const fields = subjects.flatMap(({ consignmentId }, index) => [
    `d${index}: document(id: $d${index}) { ...Whole }`,
    ...(consignmentId === null ? [] : [`c${index}: consignment(id: $c${index}) { state }`]),
  ]);
  const variables = Object.fromEntries(
    subjects.flatMap(({ id, consignmentId }, index) => [
      [`d${index}`, id],
      ...(consignmentId === null ? [] : [[`c${index}`, consignmentId]]),
    ]),
  );
  const query = `query OneByOne(${Object.keys(variables)
    .map((name) => `$${name}: ID!`)
    .join(', ')}) { ${fields.join(' ')} }
    fragment Whole on Document {
      title content { ... on OfficialLetter { body } ... on LegalOpinion { question } } consignments { id } auditEntries { act }
    }`;
  const { data, errors } = await circuit.ask(query, variables, { as });
  const strange = errors.find(({ extensions }) => !/^(DOCUMENT|CONSIGNMENT)_NOT_FOUND$/.test(extensions?.code ?? ''));
  if (strange || data === null) throw new Error(`Told otherwise than as not found: ${JSON.stringify(strange)}`);
  return data;
}

async function seenInLists(circuit: TestCircuit, as: Who, firstYear: number): Promise<Listed> {
  const query = `query InLists($from: Date, $to: Date, $own: ID!) {
    documents(filter: { documentDateFrom: $from, documentDateTo: $to }, first: 100) { totalCount edges { node { id title } } }
    inbox(institution: $own, first: 100) { totalCount edges { node { id } } }
    exchangeStatistics(filter: { documentDateFrom: $from, documentDateTo: $to }, groupBy: [YEAR]) { keys count }
  }`;
  const variables = { from: `${firstYear}-01-01`, to: `${firstYear + 11}-12-31`, own: speakerOf(as).institution };
  // No part of a list may be missing: what is in it can be read.
  return circuit.gateway.read<Listed>(query, variables, speakerOf(as));
}
