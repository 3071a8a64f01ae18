import type { Root } from '../../kit/standIn.ts';
import type { Subgraph } from './federation.ts';

// What the stubs know: documents 1, 2, 3, … of six institutions in turn. Everything follows from a document's number, so that all answers are
// the same whoever asks, and whenever.

/** Who writes what. The last three share a server. */
const houses = [
  { code: 'JUS', kind: 'CourtRuling' },
  { code: 'FIN', kind: 'BudgetRequest' },
  { code: 'HEA', kind: 'EpidemicReport' },
  { code: 'ODA', kind: 'OfficialLetter' },
  { code: 'LIC', kind: 'OfficialLetter' },
  { code: 'ARC', kind: 'OfficialLetter' },
] as const;

const CONSIGNMENTS = 4;
const ENTRIES = 5;
const HOW_MANY = 12_000;

const houseOf = (number: number) => houses[number % houses.length] ?? houses[0];

/** The id of a document by its number. */
export const documentId = (number: number): string =>
  `${houseOf(number).code}:${houseOf(number).kind}:01JD${String(number).padStart(22, '0')}`;

const numberIn = (id: string): number => Number(id.slice(-22));
const dayOf = (number: number): string => `2026-0${1 + (number % 9)}-${10 + (number % 18)}`;
const momentOf = (number: number): string => `${dayOf(number)}T09:${10 + (number % 50)}:00.000Z`;

const institution = (code: string) => ({ __typename: 'Institution', code, name: `Name of ${code}` });
const official = (number: number) => {
  const { code } = houseOf(number);
  return { __typename: 'Official', id: `${code}:o.${number % 40}`, name: `Official ${number % 40} of ${code}`, institution: { code } };
};

const card = (id: string) => {
  const number = numberIn(id);
  const { code, kind } = houseOf(number);
  return {
    __typename: 'Document',
    id,
    institution: { code },
    kind,
    title: `On the carrying over of appropriations, number ${number}`,
    abstract: `What document ${number} is about, in one sentence that is as long as such sentences are.`,
    status: number % 3 === 0 ? 'FILED' : 'REGISTERED',
    access: number % 5 === 0 ? 'PUBLIC' : 'INTERNAL',
    documentDate: dayOf(number),
    version: 1 + (number % 3),
    author: official(number),
    createdAt: momentOf(number),
    outgoingNumber: `${code}-2026-${number}`,
    content: { __typename: kind, id },
  };
};

/** A document as the exchange knows it; its consignments name documents, whose consignments can be asked for in turn. */
const inExchange = (id: string): object => ({ id, consignments: () => consignmentsOf(id) });

const consignmentsOf = (id: string) => {
  const number = numberIn(id);
  return Array.from({ length: CONSIGNMENTS }, (_, at) => ({
    id: `${houseOf(number + at + 1).code}:01JE${String(number * 10 + at).padStart(22, '0')}`,
    state: (['IN_TRANSIT', 'DELIVERED', 'REGISTERED'] as const)[at % 3],
    document: inExchange(id),
    answeredBy: inExchange(documentId(1 + ((number * 7 + at) % 24))),
    from: { code: houseOf(number).code },
    to: { code: houseOf(number + at + 1).code },
    acceptedAt: momentOf(number),
    deliveredAt: at % 3 === 0 ? null : momentOf(number + 1),
    attempts: [{ number: 1, startedAt: momentOf(number) }],
  }));
};

const entriesOf = (id: string, last: number) => {
  const number = numberIn(id);
  return Array.from({ length: Math.min(last, ENTRIES) }, (_, at) => ({
    id: `E${number}-${at}`,
    at: momentOf(number + at),
    place: houseOf(number + at).code,
    act: (['draft', 'sign', 'register', 'dispatch', 'file'] as const)[at],
    official: { id: official(number).id },
    institution: { code: houseOf(number).code },
    outcome: 'DONE',
  }));
};

const contents: Readonly<Record<string, (number: number) => object>> = {
  CourtRuling: (number) => ({
    caseNumber: `C-${number}/26`,
    court: 'Supreme Court',
    judges: ['A. Just', 'B. Fair', 'C. Even'],
    ruling: `The appeal ${number} is dismissed, and each party bears its own costs of these proceedings.`,
    effectiveOn: dayOf(number),
  }),
  BudgetRequest: (number) => ({
    programme: `P-${number % 90}`,
    fiscalYear: 2026,
    amount: `${number * 1_000}.00`,
    currency: 'EUR',
    purpose: `Reagents and instruments for laboratory ${number}`,
  }),
  EpidemicReport: (number) => ({
    disease: 'Measles',
    cases: number % 300,
    region: `Region ${number % 24}`,
    since: dayOf(number),
    summary: `Report ${number}: the number of cases falls, and no measures beyond those in force are proposed.`,
  }),
  OfficialLetter: (number) => ({
    subject: `Letter ${number}`,
    text: `In answer to your letter we send the papers that were asked for, ${number} sheets in all.`,
  }),
};

/** An entity as a gateway names it. */
interface Named {
  readonly __typename: string;
  readonly id: string;
  readonly code: string;
}

const entities = (find: (named: Named) => object): Root => ({
  _entities: ({ representations }: { readonly representations: readonly Named[] }) =>
    representations.map((named) => ({ __typename: named.__typename, ...find(named) })),
});

const ownKind = entities(({ __typename, id }) => ({ id, ...contents[__typename]?.(numberIn(id)) }));

/** What each subgraph answers. */
export const roots: Readonly<Record<Subgraph, Root>> = {
  directory: {
    me: () => official(0),
    institution: ({ code }: { readonly code: string }) => institution(code),
    ...entities(({ __typename, id, code }) =>
      __typename === 'Institution' ? institution(code) : { id, name: `Name of ${id}`, institution: institution(id.split(':')[0] ?? '') },
    ),
  },
  documents: {
    document: ({ id }: { readonly id: string }) => card(id),
    documents: ({ first }: { readonly first: number }) => ({
      totalCount: HOW_MANY,
      edges: Array.from({ length: first }, (_, at) => ({ cursor: String(at), node: card(documentId(at + 1)) })),
    }),
    signDocument: ({ input }: { readonly input: { readonly documentId: string } }) => ({ document: card(input.documentId) }),
    ...entities(({ id }) => card(id)),
  },
  exchange: entities(({ id }) => inExchange(id)),
  audit: entities(({ id }) => ({ id, auditEntries: ({ last }: { readonly last: number }) => entriesOf(id, last) })),
  justice: ownKind,
  finance: ownKind,
  health: ownKind,
  hosted: ownKind,
};
