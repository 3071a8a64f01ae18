import { documentId } from './records.ts';

/** What clients ask in a scenario. */
export interface Scenario {
  readonly name: 'trivial' | 'list20' | 'list200' | 'deep' | 'mutation' | '1MB' | '20MB';
  readonly about: string;
  /** The body of the HTTP request. */
  readonly body: string;
}

const listed = `query Documents($first: Int!) {
  documents(first: $first) {
    totalCount
    edges {
      cursor
      node {
        id title kind status access documentDate outgoingNumber
        institution { code name }
        author { id name institution { code name } }
        content {
          ... on CourtRuling { caseNumber court judges ruling effectiveOn }
          ... on BudgetRequest { programme fiscalYear amount currency purpose }
          ... on EpidemicReport { disease cases region since summary }
          ... on OfficialLetter { subject text }
        }
        consignments { id state acceptedAt deliveredAt to { code name } }
        auditEntries(last: 5) { id at act outcome official { id name } }
      }
    }
  }
}`;

const deep = `query Deep($id: ID!) {
  document(id: $id) {
    id title
    institution { code name }
    consignments {
      id state
      from { code name }
      to { code name }
      document { id title author { id name institution { code name } } }
      answeredBy {
        id title kind
        institution { code name }
        consignments {
          id state
          to { code name }
          document { id title institution { code name } }
          answeredBy {
            id title
            author { id name institution { code name } }
            consignments { id state document { id title institution { code name } } }
          }
        }
      }
    }
  }
}`;

const sign = `mutation Sign($input: SignDocumentInput!) {
  signDocument(input: $input) {
    document {
      id title status version
      institution { code name }
      consignments { id state to { code name } }
      auditEntries(last: 3) { id at act }
    }
  }
}`;

const asked = (query: string, operationName: string, variables: object): string => JSON.stringify({ query, operationName, variables });

/** In the order of the table. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'trivial',
    about: 'one field of one entity',
    body: asked('query Trivial($code: ID!) { institution(code: $code) { name } }', 'Trivial', { code: 'JUS' }),
  },
  {
    name: 'list20',
    about: '20 documents of 6 institutions, with content, consignments and audit entries',
    body: asked(listed, 'Documents', { first: 20 }),
  },
  { name: 'list200', about: 'the same with 200 documents', body: asked(listed, 'Documents', { first: 200 }) },
  {
    name: 'deep',
    about: 'a deep query in which the same documents and institutions come many times',
    body: asked(deep, 'Deep', { id: documentId(1) }),
  },
  { name: 'mutation', about: 'a command, and what is read after it', body: asked(sign, 'Sign', { input: { documentId: documentId(1) } }) },
];

/** Lists so long that their answers are large. */
export const largeScenarios: readonly Scenario[] = [
  { name: '1MB', about: 'an answer of 1 MB: 500 documents', body: asked(listed, 'Documents', { first: 500 }) },
  { name: '20MB', about: 'an answer of 20 MB: 10,000 documents', body: asked(listed, 'Documents', { first: 10_000 }) },
];
