import {
  consignmentMoves,
  consignmentStates,
  type DocumentStatus,
  documentMoves,
  documentStatuses,
  type RefusalCode,
  refusals,
} from '@chancery/domain';
import { type BadCase, command, who } from './badCase.ts';
import type { Stage } from './stage.ts';

const clerk = who('JUS', 'CLERK');
const signatory = who('JUS', 'SIGNATORY');
const registrar = who('JUS', 'REGISTRAR');
const recipient = who('MOH', 'REGISTRAR');
const chief = who('MOH', 'SIGNATORY');
const executor = who('MOH', 'EXECUTOR');

const refused = (code: RefusalCode) => ({ code, clause: refusals[code].clause });

/** Each command that moves a document, and the move that it makes. */
const documentCommands = {
  reviseLegalOpinion: { as: clerk, move: documentMoves.revise, input: { title: 'Another title' } },
  attachFile: { as: clerk, move: documentMoves.revise, input: { sha256: 'a'.repeat(64), name: 'Annex.txt' } },
  detachFile: { as: clerk, move: documentMoves.revise, input: { name: 'Annex.txt' } },
  submitDocument: { as: clerk, move: documentMoves.submit, input: {} },
  approveDocument: { as: signatory, move: documentMoves.approve, input: {} },
  returnDocument: { as: signatory, move: documentMoves.return, input: { reason: 'The basis is missing.' } },
  signDocument: { as: signatory, move: documentMoves.sign, input: {} },
  registerDocument: { as: registrar, move: documentMoves.register, input: {} },
  withdrawDocument: { as: registrar, move: documentMoves.withdraw, input: { reason: 'Drafted twice.' } },
  fileDocument: { as: registrar, move: documentMoves.file, input: { caseFile: '04-12' } },
  dispatchDocument: { as: registrar, move: null, input: { to: ['FIN'] } },
} as const;

/** §6.2 Only a registered document is dispatched; it may be filed already. */
const dispatching = {
  from: ['REGISTERED', 'FILED'],
  refuses: { WITHDRAWN: 'DOCUMENT_WITHDRAWN', otherwise: 'DOCUMENT_NOT_REGISTERED' },
} as const;

/** Every move of a document that its lifecycle forbids (§4.4, §4.5, §6). */
export const forbiddenDocumentMoves: readonly BadCase[] = Object.entries(documentCommands).flatMap(([name, { as, move, input }]) => {
  const { from, refuses } = (move ?? dispatching) as {
    readonly from: readonly DocumentStatus[];
    readonly refuses: Readonly<Partial<Record<DocumentStatus, RefusalCode>>> & { readonly otherwise: RefusalCode };
  };
  return documentStatuses
    .filter((status) => !from.includes(status))
    .map((status) =>
      command(name, ({ documents }) => ({ documentId: documents[status], ...input }), {
        says: `${name} of a document that is ${status}`,
        as,
        ...refused(refuses[status] ?? refuses.otherwise),
      }),
    );
});

type Standing = keyof Stage['consignments'];

/** What a consignment that is not registered says to who would resolve, execute or file it (§8.1, §8.4). */
const unregistered = {
  ACCEPTED: 'CONSIGNMENT_NOT_DELIVERED',
  IN_TRANSIT: 'CONSIGNMENT_NOT_DELIVERED',
  DELIVERED: 'CONSIGNMENT_NOT_REGISTERED',
  REFUSED: 'CONSIGNMENT_REFUSED',
  EXPIRED: 'CONSIGNMENT_CLOSED',
  WITHDRAWN: 'CONSIGNMENT_CLOSED',
} as const;

/** Each command on a consignment, with the states that forbid it and the refusal of each. */
const consignmentCommands: readonly (readonly [string, BadCase['as'], object, Readonly<Partial<Record<Standing, RefusalCode>>>])[] = [
  ['withdrawConsignment', registrar, { reason: 'Sent too early.' }, refusalsOf(consignmentMoves.withdraw)],
  ['registerConsignment', recipient, {}, refusalsOf(consignmentMoves.register)],
  ['refuseConsignment', recipient, { reason: 'OTHER' }, refusalsOf(consignmentMoves.refuse)],
  [
    'issueResolution',
    chief,
    { executor: 'MOH:y.harasym', instruction: 'Answer.' },
    { ...unregistered, RESOLVED: 'RESOLUTION_ALREADY_ISSUED', REPORTED: 'RESOLUTION_ALREADY_ISSUED' },
  ],
  [
    'reportExecution',
    executor,
    { report: 'Done.' },
    { ...unregistered, REGISTERED: 'RESOLUTION_MISSING', REPORTED: 'EXECUTION_ALREADY_REPORTED' },
  ],
  ['fileConsignment', recipient, { caseFile: '11-03' }, { ...unregistered, CLOSED: 'ALREADY_FILED' }],
];

/** Every move of a consignment that its lifecycle forbids (§7.7, §8, §9): a second registration is one of them. */
export const forbiddenConsignmentMoves: readonly BadCase[] = consignmentCommands.flatMap(([name, as, input, byState]) =>
  Object.entries(byState).map(([state, code]) =>
    command(name, ({ consignments }) => ({ consignmentId: consignments[state as Standing], ...input }), {
      says: `${name} of a consignment that is ${state}`,
      as,
      ...refused(code),
    }),
  ),
);

function refusalsOf({
  from,
  refuses,
}: {
  readonly from: readonly string[];
  readonly refuses: { readonly otherwise: RefusalCode } & Readonly<Record<string, RefusalCode>>;
}): Partial<Record<Standing, RefusalCode>> {
  const forbidding = consignmentStates.filter((state) => !from.includes(state));
  return Object.fromEntries(forbidding.map((state) => [state, refuses[state] ?? refuses.otherwise]));
}
