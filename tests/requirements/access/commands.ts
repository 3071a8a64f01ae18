import type { Speaker } from '@chancery/circuit';
import type { TestCircuit } from '../../kit/circuit.ts';
import { type Caller, type Command, commandQuestions, type Question } from './cells.ts';
import { annex, type Made, makeDocuments, type Step, type Wanted } from './documents.ts';
import { answerTo, nameOf, type Observed, observedAt } from './observed.ts';
import { makerIn, type Parties, speakerFor } from './people.ts';
import { verdictOf } from './reading.ts';

/** What each command is given on, and with which input. */
const given: Readonly<Record<Command, { readonly on: Step; readonly input: (made: Made, parties: Parties, by: Speaker) => object }>> = {
  reviseDocument: { on: 'DRAFT', input: ({ id }) => ({ documentId: id, title: 'Another title' }) },
  attachFile: { on: 'DRAFT', input: ({ id }) => ({ documentId: id, sha256: annex.sha256, name: 'Another annex.txt' }) },
  detachFile: { on: 'DRAFT', input: ({ id }) => ({ documentId: id, name: annex.name }) },
  submitDocument: { on: 'DRAFT', input: ({ id }) => ({ documentId: id }) },
  approveDocument: { on: 'SUBMITTED', input: ({ id }) => ({ documentId: id }) },
  returnDocument: { on: 'SUBMITTED', input: ({ id }) => ({ documentId: id, reason: 'Say by when.' }) },
  signDocument: { on: 'DRAFT', input: ({ id }) => ({ documentId: id }) },
  withdrawDocument: { on: 'DRAFT', input: ({ id }) => ({ documentId: id, reason: 'Drafted twice.' }) },
  registerDocument: { on: 'SIGNED', input: ({ id }) => ({ documentId: id }) },
  fileDocument: { on: 'DELIVERED', input: ({ id }) => ({ documentId: id, caseFile: '04-12' }) },
  // §7.3 comes before whose document it is: nobody here sends to the own institution.
  dispatchDocument: {
    on: 'DELIVERED',
    input: ({ id }, { recipient, third }, { institution }) => ({ documentId: id, to: [institution === recipient ? third : recipient] }),
  },
  withdrawConsignment: { on: 'HELD', input: ({ consignmentId }) => ({ consignmentId, reason: 'Sent too early.' }) },
  registerConsignment: { on: 'DELIVERED', input: ({ consignmentId }) => ({ consignmentId }) },
  refuseConsignment: { on: 'DELIVERED', input: ({ consignmentId }) => ({ consignmentId, reason: 'OTHER' }) },
  issueResolution: {
    on: 'RECEIVED',
    input: ({ consignmentId }, { recipient }) => ({ consignmentId, executor: makerIn(recipient).official, instruction: 'Answer.' }),
  },
  reportExecution: { on: 'RESOLVED', input: ({ consignmentId }) => ({ consignmentId, report: 'Done.' }) },
  fileConsignment: { on: 'RECEIVED', input: ({ consignmentId }) => ({ consignmentId, caseFile: '11-03' }) },
};

/** Which document each command is given on. */
export interface Grounds {
  /** Where a command may be carried out it gets a document of its own; where it may not, one that all others share. */
  documentFor(caller: Caller, question: Question): Made;
}

/** How many are given in one operation. */
const MOST = 40;

const isCommand = (operation: string): operation is Command => Object.hasOwn(given, operation);
const commandOf = ({ operation }: Question): Command => {
  if (!isCommand(operation)) throw new Error(`${operation} is no command.`);
  return operation;
};

/** Makes every document that the callers' commands need. */
export async function prepareGrounds(circuit: TestCircuit, parties: Parties, callers: readonly Caller[]): Promise<Grounds> {
  const plans = new Map<string, Wanted>();
  for (const caller of callers) {
    for (const question of commandQuestions) plans.set(keyOf(caller, question), wantedFor(parties, caller, question));
  }
  const made = await makeDocuments(circuit, parties, [...plans.values()]);
  const byKey = new Map([...plans.keys()].map((key, index) => [key, made[index]]));
  return {
    documentFor(caller, question) {
      const document = byKey.get(keyOf(caller, question));
      if (document === undefined) throw new Error(`There is no document for ${nameOf(question)}.`);
      return document;
    },
  };
}

function keyOf(caller: Caller, question: Question): string {
  const { may } = verdictOf({ ...caller, ...question });
  return [nameOf(question), ...(may ? [caller.relation, caller.duty, caller.cleared] : ['shared'])].join('/');
}

function wantedFor(parties: Parties, caller: Caller, question: Question): Wanted {
  const { may } = verdictOf({ ...caller, ...question });
  const command = commandOf(question);
  const isReport = may && command === 'reportExecution';
  return { access: question.access, until: given[command].on, ...(isReport ? { executor: speakerFor(parties, caller).official } : {}) };
}

/** What comes of every command that a caller gives, by the question's name. */
export async function commandAll(
  circuit: TestCircuit,
  parties: Parties,
  caller: Caller,
  grounds: Grounds,
): Promise<ReadonlyMap<string, Observed>> {
  // A mutation of which one part is not allowed to a duty runs no part: what the duty does not give is asked for apart.
  const lacks = (question: Question) =>
    ['2.3.1', '2.3.2', '2.3.3', '2.3.4'].includes(verdictOf({ ...caller, ...question }).clauses[0] ?? '');
  const byDuty = Map.groupBy(commandQuestions, (question) => !verdictOf({ ...caller, ...question }).may && lacks(question));
  const rows: (readonly [string, Observed])[] = [];
  for (const questions of byDuty.values())
    for (let start = 0; start < questions.length; start += MOST)
      rows.push(...(await give(circuit, parties, caller, grounds, questions.slice(start, start + MOST))));
  return new Map(rows);
}

async function give(circuit: TestCircuit, parties: Parties, caller: Caller, grounds: Grounds, questions: readonly Question[]) {
  const by = speakerFor(parties, caller);
  const fields = questions.map((question, index) => {
    const command = commandOf(question);
    const name = command === 'reviseDocument' ? `revise${parties.kind}` : command;
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const requestId = `${by.official} ${nameOf(question)}`.replaceAll(' ', ':');
    const input = { ...given[command].input(grounds.documentFor(caller, question), parties, by), requestId };
    return { question, head: `$i${index}: ${type}!`, field: `a${index}: ${name}(input: $i${index}) { __typename }`, input };
  });
  const query = `mutation All(${fields.map(({ head }) => head).join(', ')}) { ${fields.map(({ field }) => field).join(' ')} }`;
  const variables = Object.fromEntries(fields.map(({ input }, index) => [`i${index}`, input]));
  const { data, errors } = await answerTo<Record<string, object | null>>(circuit, query, variables, by);
  return fields.map(({ question }, index): readonly [string, Observed] => [
    nameOf(question),
    observedAt([`a${index}`], Boolean(data?.[`a${index}`]), errors),
  ]);
}
