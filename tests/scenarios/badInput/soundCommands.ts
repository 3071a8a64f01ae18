import { type GraphQLInputField, getNamedType, isInputObjectType } from 'graphql';
import { inputOf } from '../../kit/builders.ts';
import { publicGraph } from '../../kit/publicGraph.ts';
import type { Who } from '../../kit/who.ts';
import { who } from './badCase.ts';
import { soundWish } from './sights.ts';
import { authors, type Stage } from './stage.ts';

/** A command as it would be carried out: bad input changes one fact of it. */
export interface SoundCommand {
  readonly name: string;
  readonly as: Who;
  input(stage: Stage): object;
}

const sound = (name: string, as: Who, input: SoundCommand['input']): SoundCommand => ({ name, as, input });

const ofKinds: readonly SoundCommand[] = Object.entries(authors).flatMap(([kind, institution]) => [
  sound(`draft${kind}`, who(institution, 'CLERK'), () => inputOf[kind]?.() ?? {}),
  sound(`revise${kind}`, who(institution, 'CLERK'), ({ drafts }) => ({ documentId: drafts[kind] })),
]);

const officer = who('JUS', 'SECURITY_OFFICER');
const exchangeOfficer = who('EXC', 'SECURITY_OFFICER');

/** Every command of the public graph, in an order in which all of them can be carried out. */
export const soundCommands: readonly SoundCommand[] = [
  ...ofKinds,
  sound('attachFile', who('JUS', 'CLERK'), ({ drafts, file }) => ({ documentId: drafts.CourtRuling, sha256: file, name: 'Annex.txt' })),
  sound('detachFile', who('JUS', 'CLERK'), ({ drafts }) => ({ documentId: drafts.CourtRuling, name: 'Annex.txt' })),
  sound('submitDocument', who('JUS', 'CLERK'), ({ drafts }) => ({ documentId: drafts.CourtRuling })),
  sound('returnDocument', who('JUS', 'SIGNATORY'), ({ documents }) => ({ documentId: documents.APPROVED, reason: 'Once more.' })),
  sound('approveDocument', who('JUS', 'SIGNATORY'), ({ documents }) => ({ documentId: documents.IN_APPROVAL })),
  sound('signDocument', who('JUS', 'SIGNATORY'), ({ documents }) => ({ documentId: documents.DRAFT })),
  sound('registerDocument', who('JUS', 'REGISTRAR'), ({ documents }) => ({ documentId: documents.SIGNED })),
  sound('withdrawDocument', who('JUS', 'REGISTRAR'), ({ drafts }) => ({ documentId: drafts.LegalOpinion, reason: 'Drafted twice.' })),
  sound('fileDocument', who('JUS', 'REGISTRAR'), ({ documents }) => ({ documentId: documents.REGISTERED, caseFile: '04-12' })),
  sound('dispatchDocument', who('JUS', 'REGISTRAR'), ({ documents }) => ({ documentId: documents.REGISTERED, to: ['FIN'] })),
  sound('withdrawConsignment', who('JUS', 'REGISTRAR'), ({ consignments }) => ({
    consignmentId: consignments.ACCEPTED,
    reason: 'Too early.',
  })),
  sound('refuseConsignment', who('FIN', 'REGISTRAR'), ({ atFinance }) => ({ consignmentId: atFinance.sent.id, reason: 'OTHER' })),
  sound('registerConsignment', who('MOH', 'REGISTRAR'), ({ consignments }) => ({ consignmentId: consignments.DELIVERED })),
  sound('issueResolution', who('MOH', 'SIGNATORY'), ({ consignments }) => ({
    consignmentId: consignments.REGISTERED,
    executor: 'MOH:y.harasym',
    instruction: 'Answer.',
  })),
  sound('reportExecution', who('MOH', 'EXECUTOR'), ({ consignments }) => ({ consignmentId: consignments.RESOLVED, report: 'Done.' })),
  sound('fileConsignment', who('MOH', 'REGISTRAR'), ({ consignments }) => ({ consignmentId: consignments.REGISTERED, caseFile: '11-03' })),
  sound('admitOfficial', officer, () => ({ official: 'JUS:b.new', name: 'B. New' })),
  sound('grantDuty', officer, () => ({ official: 'JUS:b.grantee', duty: 'CLERK' })),
  sound('endDuty', officer, () => ({ official: 'JUS:b.ending', duty: 'CLERK' })),
  sound('grantClearance', officer, () => ({ official: 'JUS:b.uncleared' })),
  sound('withdrawClearance', officer, () => ({ official: 'JUS:b.cleared' })),
  sound('confirmAppointment', officer, ({ decisions }) => ({ appointmentId: decisions.proposals.toConfirm })),
  sound('declineAppointment', officer, ({ decisions }) => ({ appointmentId: decisions.proposals.toDecline, reason: 'Not needed.' })),
  sound('dismissOfficial', officer, () => ({ official: 'JUS:b.leaver' })),
  sound('delegateDuty', who('JUS', 'SIGNATORY'), () => ({
    official: 'FIN:only.clerk',
    duty: 'SIGNATORY',
    to: new Date(Date.now() + 86_400_000).toISOString(),
  })),
  sound('endDelegation', who('JUS', 'SIGNATORY'), ({ decisions }) => ({ delegationId: decisions.delegations.live })),
  sound('startExport', who('JUS', 'CLERK'), () => ({ documents: {}, format: 'CSV' })),
  sound('cancelExport', who('JUS', 'REGISTRAR'), ({ exports }) => ({ exportId: exports.ofDocuments })),
  sound('startAuditExport', who('EXC', 'AUDITOR'), () => ({ format: 'NDJSON' })),
  sound('cancelAuditExport', who('EXC', 'AUDITOR'), ({ exports }) => ({ exportId: exports.ofEntries })),
  sound('startDirectoryExport', officer, () => ({ appointments: {}, format: 'CSV' })),
  sound('cancelDirectoryExport', officer, ({ exports }) => ({ exportId: exports.ofDirectory })),
  sound('startPerimeterExport', who('JUS', 'CLERK'), () => ({ institution: 'JUS', inbox: {}, format: 'CSV' })),
  sound('cancelPerimeterExport', who('JUS', 'REGISTRAR'), ({ exports }) => ({ exportId: exports.ofPerimeter })),
  sound('proposeRegulation', who('EXC', 'OPERATOR'), () => ({ note: 'As it is.' })),
  sound('confirmRegulation', who('EXC', 'SECURITY_OFFICER'), ({ proposals }) => ({ version: proposals.toConfirm })),
  sound('declineRegulation', who('EXC', 'SECURITY_OFFICER'), ({ proposals }) => ({ version: proposals.toDecline, reason: 'No.' })),
  sound('askBreakGlass', exchangeOfficer, () => soundWish()),
  sound('confirmBreakGlass', exchangeOfficer, ({ sights }) => ({ breakGlassId: sights.toConfirm })),
  sound('declineBreakGlass', exchangeOfficer, ({ sights }) => ({ breakGlassId: sights.toDecline, reason: 'No emergency.' })),
  sound('endBreakGlass', officer, ({ sights }) => ({ breakGlassId: sights.open })),
  sound('reviewBreakGlass', exchangeOfficer, ({ sights }) => ({ breakGlassId: sights.toReview, finding: 'In order.' })),
];

/** The fields of a command's input that are of a type, as the public graph has them. */
export function fieldsOf(command: string, type: string): readonly GraphQLInputField[] {
  const input = graph.getType(`${command.charAt(0).toUpperCase()}${command.slice(1)}Input`);
  if (!isInputObjectType(input)) throw new Error(`The graph has no input of ${command}.`);
  return Object.values(input.getFields()).filter((field) => getNamedType(field.type).name === type);
}

const graph = publicGraph();

/** The names of all commands of the public graph. */
export const commandNames: readonly string[] = Object.keys(graph.getMutationType()?.getFields() ?? {});
