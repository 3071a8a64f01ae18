import { type BadCase, command, invented, who } from './badCase.ts';
import type { Stage } from './stage.ts';

const DAY_MS = 86_400_000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();
const registrar = who('JUS', 'REGISTRAR');

type Refused = Pick<BadCase, 'code'> & { readonly clause?: string };
const dispatch = (says: string, change: object | ((stage: Stage) => object), refused: Refused): BadCase =>
  command(
    'dispatchDocument',
    (stage) => ({ documentId: stage.documents.REGISTERED, to: ['FIN'], ...(typeof change === 'function' ? change(stage) : change) }),
    { says, as: registrar, ...refused },
  );

const codes = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `X${index}`);
const unknown = { code: 'ADDRESSEE_UNKNOWN', clause: '7.2' } as const;
const self = { code: 'ADDRESSEE_IS_SENDER', clause: '7.3' } as const;
const past = { code: 'DEADLINE_IN_THE_PAST', clause: '7.4' } as const;
const far = { code: 'DEADLINE_TOO_FAR', clause: '7.4' } as const;
const noReply = { code: 'REPLY_NOT_ADDRESSED_TO_SENDER', clause: '7.5' } as const;

/** Whom nothing can be sent to, and when (§7). */
export const badDispatches: readonly BadCase[] = [
  dispatch('to nobody', { to: [] }, { code: 'NO_ADDRESSEE', clause: '7.1' }),
  dispatch('to 201 addressees', { to: codes(201) }, { code: 'TOO_MANY_ADDRESSEES', clause: '7.1' }),
  dispatch('to 1,000 addressees', { to: codes(1_000) }, { code: 'TOO_MANY_ADDRESSEES', clause: '7.1' }),
  dispatch('to one addressee, 1,000 times', { to: codes(1_000).map(() => 'FIN') }, { code: 'TOO_MANY_ADDRESSEES', clause: '7.1' }),
  dispatch('to an institution that is no member', { to: ['ZZZ'] }, unknown),
  dispatch('to a member and an institution that is none', { to: ['FIN', 'ZZZ'] }, unknown),
  dispatch('to the exchange itself', { to: ['EXC'] }, unknown),
  dispatch('to what is no code', { to: ['fin'] }, { code: 'MALFORMED_ID' }),
  dispatch('to an official', { to: ['FIN:a.melnyk'] }, { code: 'MALFORMED_ID' }),
  dispatch('to itself', { to: ['JUS'] }, self),
  dispatch('to itself among others', { to: ['FIN', 'JUS', 'MOH'] }, self),
  dispatch('to be delivered by yesterday', { expiresAt: inDays(-1) }, past),
  dispatch('to be delivered by the year 1000', { expiresAt: '1000-01-01T00:00:00Z' }, past),
  dispatch('to be registered by yesterday', { registerBy: inDays(-1) }, past),
  dispatch('to be delivered within 31 days', { expiresAt: inDays(31) }, far),
  dispatch('to be delivered by the year 9999', { expiresAt: '9999-12-31T23:59:59Z' }, far),
  dispatch('to be registered within 31 days', { registerBy: inDays(31) }, far),
  dispatch('in reply to nothing', { inReplyTo: `JUS:${invented}` }, noReply),
  dispatch('in reply to a consignment of its own', ({ consignments }) => ({ inReplyTo: consignments.REGISTERED }), noReply),
  dispatch('in reply to a consignment between others', ({ ofArchives }) => ({ inReplyTo: ofArchives.sent.id }), noReply),
  dispatch('in reply to a document', ({ atFinance }) => ({ inReplyTo: atFinance.id }), { code: 'MALFORMED_ID' }),
];

const resolution = (says: string, change: object, refused: Refused): BadCase =>
  command(
    'issueResolution',
    ({ consignments }) => ({ consignmentId: consignments.REGISTERED, executor: 'MOH:y.harasym', instruction: 'Answer.', ...change }),
    { says, as: who('MOH', 'SIGNATORY'), ...refused },
  );
const noExecutor = { code: 'EXECUTOR_UNKNOWN', clause: '9.1' } as const;

/** Resolutions that nobody can carry out (§9). */
export const badResolutions: readonly BadCase[] = [
  resolution('a resolution for nobody', { executor: 'MOH:nobody' }, noExecutor),
  resolution('a resolution for an official of the sender', { executor: 'JUS:m.bondar' }, noExecutor),
  resolution('a resolution for an official without the duty of executor', { executor: 'MOH:z.panchenko' }, noExecutor),
  resolution('a resolution due yesterday', { dueAt: inDays(-1) }, past),
  command('reportExecution', ({ consignments }) => ({ consignmentId: consignments.RESOLVED, report: 'Done.' }), {
    says: 'a report by an executor whom the resolution does not name',
    as: 'MOH:o.other',
    code: 'NOT_THE_EXECUTOR',
    clause: '9.2',
  }),
];
