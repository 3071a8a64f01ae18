import { setTimeout as pause } from 'node:timers/promises';
import { enrol, fileDocument, institutionSeeds, officialSeeds } from '@chancery/circuit';
import { startTestCircuit, type TestCircuit } from '../../kit/circuit.ts';
import { delivered, registered, signed, type Written } from '../../kit/walks.ts';
import type { Who } from '../../kit/who.ts';
import { others } from './people.ts';

/** On which the story is told. */
export let circuit: TestCircuit;
/** What was written before the second version took effect. */
export let before: {
  readonly filed: Written;
  readonly registered: Written;
  readonly signed: Written;
  readonly order: Written;
  readonly consignment: string;
  readonly at: Date;
};

/** Starts it, with documents in each state in which the second version finds them. */
export async function startCircuit(): Promise<void> {
  circuit = await startTestCircuit();
  await enrol(circuit.operator, institutionSeeds, [...officialSeeds, ...others]);
  const desk = circuit.desk();
  const filed = await registered(desk);
  await fileDocument(desk, 'JUS', filed.id, '04-12');
  const [kept, ready, order, there] = await Promise.all([
    registered(circuit.desk()),
    signed(circuit.desk()),
    signed(circuit.desk(), { institution: 'FIN', kind: 'PaymentOrder' }),
    delivered(circuit.desk()),
  ]);
  before = { filed, registered: kept, signed: ready, order, consignment: there.sent.id, at: new Date() };
}

/** The answer to a command or a question, as data or as the code and clause of its one refusal. */
export async function asked(query: string, variables: object, as: Who): Promise<unknown> {
  const { data, errors } = await circuit.ask<Record<string, unknown>>(query, variables, { as });
  const [error] = errors;
  return error === undefined ? Object.values(data ?? {})[0] : `${error.extensions?.code} ${error.extensions?.clause}`;
}

/** Gives a command that takes one `input`. */
export function run(name: string, input: object, as: Who, selection: string): Promise<unknown> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  return asked(`mutation Run($input: ${type}!) { ${name}(input: $input) { ${selection} } }`, { input }, as);
}

/** Gives a command about a document; its status after it. */
export const onDocument = (name: string, { id }: Written, as: Who, more: object = {}): Promise<unknown> =>
  run(name, { documentId: id, ...more }, as, 'document { status }');
export const status = (is: string) => ({ document: { status: is } });

const card = `query Card($id: ID!) { document(id: $id) {
  title status outgoingNumber registeredAt caseFile retention { schedule keptUntil regulation } signatures { official { id } }
} }`;
export const cardOf = ({ id }: Written, as: Who): Promise<unknown> => asked(card, { id }, as);

/** Every service follows the directory each second. */
export const heard = () => pause(2_500);

/** From a moment to another. */
export const hours = (moment: string, since: string): number => (Date.parse(moment) - Date.parse(since)) / 3_600_000;
