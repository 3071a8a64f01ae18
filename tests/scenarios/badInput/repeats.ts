import { inputOf } from '../../kit/builders.ts';
import { type BadCase, command, mutation, who } from './badCase.ts';
import type { Stage } from './stage.ts';

/** A command that is carried out, and another one under its request id. */
export interface Repeat {
  readonly says: string;
  readonly first: Pick<BadCase, 'as' | 'query' | 'variables'>;
  readonly again: BadCase;
}

type Input = (stage: Stage) => object;

const clerk = who('JUS', 'CLERK');
const registrar = who('JUS', 'REGISTRAR');
const reused = { code: 'REQUEST_ID_REUSED', clause: '1.4' } as const;

let count = 0;
function repeat(says: string, as: BadCase['as'], [firstName, firstInput]: [string, Input], [thenName, thenInput]: [string, Input]): Repeat {
  const requestId = `repeat:${++count}`;
  return {
    says,
    first: { as, query: mutation(firstName), variables: (stage) => ({ input: { ...firstInput(stage), requestId } }) },
    again: command(thenName, (stage) => ({ ...thenInput(stage), requestId }), { says, as, ...reused }),
  };
}

const opinion: Input = () => inputOf.LegalOpinion?.() ?? {};
const revision: Input = ({ drafts }) => ({ documentId: drafts.LegalOpinion, abstract: 'Once more.' });
const dispatch: Input = ({ documents }) => ({ documentId: documents.FILED, to: ['FIN'] });
const callBack: Input = ({ consignments }) => ({ consignmentId: consignments.IN_TRANSIT, reason: 'Sent too early.' });

/** §1.4 Request ids that come again with something else. */
export const repeats: readonly Repeat[] = [
  repeat('with another title', clerk, ['draftLegalOpinion', opinion], ['draftLegalOpinion', () => ({ title: 'Another' })]),
  repeat('with another command', clerk, ['draftLegalOpinion', opinion], ['reviseLegalOpinion', revision]),
  repeat(
    'with another addressee',
    registrar,
    ['dispatchDocument', dispatch],
    ['dispatchDocument', (stage) => ({ ...dispatch(stage), to: ['STA'] })],
  ),
  repeat(
    'with a dispatch after a call back',
    registrar,
    ['withdrawConsignment', callBack],
    ['dispatchDocument', (stage) => ({ ...dispatch(stage), to: ['STA'] })],
  ),
];

const ids: readonly (readonly [string, string, BadCase['code']])[] = [
  ['that is empty', '', 'BAD_INPUT'],
  ['of 201 characters', 'x'.repeat(201), 'BAD_INPUT'],
  ['with a NUL', 'a\u0000b', 'CONTROL_CHARACTERS'],
  ['with half a character', 'a\ud800b', 'CONTROL_CHARACTERS'],
];

/** Request ids that are none. A dispatch asks the author's perimeter before its own transaction begins. */
export const badRequestIds: readonly BadCase[] = ids.flatMap(([says, requestId, code]) => [
  command('draftLegalOpinion', (stage) => ({ ...opinion(stage), requestId }), { says: `a draft under one ${says}`, as: clerk, code }),
  command('dispatchDocument', (stage) => ({ ...dispatch(stage), to: ['STA'], requestId }), {
    says: `a dispatch under one ${says}`,
    as: registrar,
    code,
  }),
]);
