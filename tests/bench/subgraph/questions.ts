import type { OperationText } from '@chancery/trust';
import { operationText } from '@chancery/trust';

/** One operation as the gateway asks a perimeter's server, and what of its answer says that it is whole. */
export interface Question {
  readonly name: string;
  readonly operation: OperationText;
  readonly variables: () => object;
  /** How many rows, or commands, it is about. */
  readonly rows: number;
  /** How often it is asked in a round. */
  readonly times: number;
}

const card = `id kind status access title abstract documentDate dueAt version createdAt outgoingNumber registeredAt withdrawnReason caseFile
  institution{code} author{id} approval{submittedAt submittedBy{id}} signatures{official{id} signedAt}`;
const row = 'id state incomingNumber registeredAt refusal{reason note refusedAt official{id}} resolution{executor{id} instruction dueAt}';
const documents = '_entities(representations:$r0){...on Document{__typename id title status documentDate}}';
const contents = '_entities(representations:$r1){...on LegalOpinion{__typename id question opinion}}';

/** No command is given twice. */
let revised = 0;

/** What is asked about these documents and of the inbox of their institution. */
export function questionsAbout(ids: readonly string[], institution: string): readonly Question[] {
  const of = (kind: string) => ids.map((id) => ({ __typename: kind, id }));
  return [
    {
      name: 'entities: whole cards',
      operation: operationText(`query($representations:[_Any!]!){_entities(representations:$representations){...on Document{${card}}}}`),
      variables: () => ({ representations: of('Document') }),
      rows: ids.length,
      times: 40,
    },
    {
      name: 'entities: card and content, in two lists',
      operation: operationText(`query($r0:[_Any!]!,$r1:[_Any!]!){e0:${documents} e1:${contents}}`),
      variables: () => ({ r0: of('Document'), r1: of('LegalOpinion') }),
      rows: ids.length,
      times: 60,
    },
    {
      name: 'list: two pages of the inbox',
      operation: operationText(
        `query($i:ID!){a:inbox(institution:$i,first:100){edges{node{${row}}}} b:inbox(institution:$i,first:100){edges{node{${row}}}}}`,
      ),
      variables: () => ({ i: institution }),
      rows: ids.length,
      times: 40,
    },
    {
      name: 'command: a draft is revised',
      operation: operationText(
        'mutation Revise($input:ReviseLegalOpinionInput!){reviseLegalOpinion(input:$input){document{id title version}}}',
      ),
      variables: () => ({
        input: { documentId: ids[revised % ids.length], title: `Title ${++revised}`, requestId: `${process.pid}:${revised}` },
      }),
      rows: 1,
      times: 300,
    },
  ];
}
