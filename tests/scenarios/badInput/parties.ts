import type { Duty } from '@chancery/domain';
import { type BadCase, command, who } from './badCase.ts';
import type { Stage } from './stage.ts';

type Input = (stage: Stage) => object;

/** Commands of the author on a document. */
const ofTheAuthor: readonly (readonly [string, Duty, object])[] = [
  ['attachFile', 'CLERK', { sha256: 'a'.repeat(64), name: 'Annex.txt' }],
  ['detachFile', 'CLERK', { name: 'Annex.txt' }],
  ['submitDocument', 'CLERK', {}],
  ['approveDocument', 'SIGNATORY', {}],
  ['returnDocument', 'SIGNATORY', { reason: 'Not ours.' }],
  ['signDocument', 'SIGNATORY', {}],
  ['registerDocument', 'REGISTRAR', {}],
  ['withdrawDocument', 'REGISTRAR', { reason: 'Not ours.' }],
  ['fileDocument', 'REGISTRAR', { caseFile: '04-12' }],
  ['dispatchDocument', 'REGISTRAR', { to: ['LIB'] }],
  ['dispatchDocument', 'REGISTRAR', { to: ['NAR'] }],
];

/** Commands of the recipient on a consignment. */
const ofTheRecipient: readonly (readonly [string, Duty, object])[] = [
  ['registerConsignment', 'REGISTRAR', {}],
  ['refuseConsignment', 'REGISTRAR', { reason: 'OTHER' }],
  ['issueResolution', 'SIGNATORY', { executor: 'MOH:y.harasym', instruction: 'Answer.' }],
  ['reportExecution', 'EXECUTOR', { report: 'Done.' }],
  ['fileConsignment', 'REGISTRAR', { caseFile: '11-03' }],
];

const notTheAuthor = { code: 'NOT_THE_AUTHOR', clause: '3.3' } as const;
const documentNotFound = { code: 'DOCUMENT_NOT_FOUND', clause: '3.1' } as const;
const consignmentNotFound = { code: 'CONSIGNMENT_NOT_FOUND', clause: '3.2' } as const;
const notTheRecipient = { code: 'NOT_THE_RECIPIENT', clause: '3.4' } as const;

const documents: readonly (readonly [string, string, Input, Pick<BadCase, 'code' | 'clause'>])[] = [
  ['a document that it received', 'FIN', ({ atFinance }) => ({ documentId: atFinance.id }), notTheAuthor],
  ['a letter that it received from a hosted institution', 'FIN', ({ ofArchives }) => ({ documentId: ofArchives.id }), notTheAuthor],
  ['a document that it may not know of', 'MOH', ({ atFinance }) => ({ documentId: atFinance.id }), documentNotFound],
  ['a draft of another', 'FIN', ({ documents }) => ({ documentId: documents.DRAFT }), documentNotFound],
  ['a draft of its neighbour on the shared server', 'STA', ({ drafts }) => ({ documentId: drafts.OfficialLetter }), documentNotFound],
  ['a letter of its neighbour on the shared server', 'STA', ({ ofArchives }) => ({ documentId: ofArchives.id }), documentNotFound],
];

const consignments: readonly (readonly [string, string, Input, Pick<BadCase, 'code' | 'clause'>])[] = [
  ['a consignment that it sent', 'JUS', ({ consignments }) => ({ consignmentId: consignments.REGISTERED }), notTheRecipient],
  ['a consignment between others', 'FIN', ({ consignments }) => ({ consignmentId: consignments.REGISTERED }), consignmentNotFound],
  ['a consignment of its neighbour', 'STA', ({ ofArchives }) => ({ consignmentId: ofArchives.sent.id }), consignmentNotFound],
];

const callBack = (says: string, institution: string, input: Input, refused: Pick<BadCase, 'code' | 'clause'>): BadCase =>
  command('withdrawConsignment', (stage) => ({ ...input(stage), reason: 'Not ours.' }), {
    says,
    as: who(institution, 'REGISTRAR'),
    ...refused,
  });

/** What belongs to another institution (§3.3, §3.4, §3.5), whether the caller may know of it or not (§3.1, §3.2). */
export const foreignDocuments: readonly BadCase[] = [
  ...documents.flatMap(([what, institution, id, refused]) =>
    ofTheAuthor.map(([name, duty, input]) =>
      command(name, (stage) => ({ ...id(stage), ...input }), {
        says: `${name} by ${institution} of ${what}`,
        as: who(institution, duty),
        ...refused,
      }),
    ),
  ),
  ...consignments.flatMap(([what, institution, id, refused]) =>
    ofTheRecipient.map(([name, duty, input]) =>
      command(name, (stage) => ({ ...id(stage), ...input }), {
        says: `${name} by ${institution} of ${what}`,
        as: who(institution, duty),
        ...refused,
      }),
    ),
  ),
  callBack('the recipient calls a consignment back', 'MOH', ({ consignments }) => ({ consignmentId: consignments.ACCEPTED }), {
    code: 'NOT_THE_SENDER',
    clause: '3.5',
  }),
  callBack(
    'a third party calls a consignment back',
    'FIN',
    ({ consignments }) => ({ consignmentId: consignments.ACCEPTED }),
    consignmentNotFound,
  ),
];
