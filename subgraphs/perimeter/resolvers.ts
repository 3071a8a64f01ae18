import type { Exports } from '@chancery/exporting';
import { answerCommand, type CallContext, type Resolver, type Resolvers } from '@chancery/kernel';
import { approveDocument, returnDocument, submitDocument } from './commands/approval.ts';
import { attachFile } from './commands/attachFile.ts';
import type { Command } from './commands/command.ts';
import { detachFile } from './commands/detachFile.ts';
import { draftDocument } from './commands/draftDocument.ts';
import { fileConsignment } from './commands/fileConsignment.ts';
import { fileDocument } from './commands/fileDocument.ts';
import { issueResolution } from './commands/issueResolution.ts';
import type { ConsignmentAnswer } from './commands/onConsignment.ts';
import type { DocumentAnswer } from './commands/onDocument.ts';
import { requireOwnWord } from './commands/ownWord.ts';
import { refuseConsignment } from './commands/refuseConsignment.ts';
import { registerConsignment } from './commands/registerConsignment.ts';
import { registerDocument } from './commands/registerDocument.ts';
import { reportExecution } from './commands/reportExecution.ts';
import { reviseDocument } from './commands/reviseDocument.ts';
import { signDocument } from './commands/signDocument.ts';
import { withdrawDocument } from './commands/withdrawDocument.ts';
import { exportResolvers } from './exports/resolvers.ts';
import { approvalFields, cardFields, consignmentFields, copyFields, noticeFields, signatureFields } from './fields.ts';
import type { KindContent } from './kinds.ts';
import type { Perimeter } from './perimeter.ts';
import { readConsignment, readConsignments } from './reads/consignments.ts';
import { readCard, readCards, readContents } from './reads/documents.ts';
import { type ExplainAccessArguments, explainAccess } from './reads/explainAccess.ts';
import { type InboxArguments, readInbox } from './reads/inbox.ts';
import { type NoticesArguments, readNotices } from './reads/notices.ts';
import { acceptDelivery } from './services/acceptDelivery.ts';
import { importDocuments } from './services/importDocuments.ts';
import { noteClosure } from './services/noteClosure.ts';
import { releaseDocument } from './services/releaseDocument.ts';
import { renewFileKeys } from './services/renewFileKeys.ts';
import { renewOfficialKeys, renewSeal } from './services/renewKeys.ts';
import { settleDelivery } from './services/settleDelivery.ts';

/** By the names of their fields in the perimeter standard. */
const documentCommands = {
  attachFile,
  detachFile,
  submitDocument,
  approveDocument,
  returnDocument,
  signDocument,
  registerDocument,
  withdrawDocument,
  fileDocument,
};
const consignmentCommands = { registerConsignment, refuseConsignment, issueResolution, reportExecution, fileConsignment };
const serviceCommands = {
  importDocuments,
  releaseDocument,
  acceptDelivery,
  settleDelivery,
  noteClosure,
  renewSeal,
  renewOfficialKeys,
  renewFileKeys,
};

/** The resolvers of the perimeter standard and of an institution's own kinds. */
export function perimeterResolvers(perimeter: Perimeter, exports: Exports): Resolvers {
  const takenOut = exportResolvers(perimeter, exports);
  const kinds = [...perimeter.kinds.values()];
  const kindCommands = Object.fromEntries(kinds.flatMap(commandsOf));
  return {
    Query: {
      document: (_: unknown, { id }: { readonly id: string }, context) => readCard(perimeter, context, id),
      inbox: (_: unknown, asked: InboxArguments, context) => readInbox(perimeter, context, asked),
      explainAccess: (_: unknown, asked: ExplainAccessArguments, context) => explainAccess(perimeter, context, asked),
      notices: (_: unknown, asked: NoticesArguments, context) => readNotices(perimeter, context, asked),
      ...takenOut.Query,
    },
    Mutation: {
      ...mutations(perimeter, { ...documentCommands, ...consignmentCommands, ...serviceCommands, ...kindCommands }),
      ...takenOut.Mutation,
    },
    ...payloads(Object.keys({ ...documentCommands, ...kindCommands }), documentPayload(perimeter)),
    ...payloads(Object.keys(consignmentCommands), consignmentPayload(perimeter)),
    RegisterDocumentPayload: { ...documentPayload(perimeter), outgoingNumber: outgoingNumber(perimeter) },
    RegisterConsignmentPayload: { ...consignmentPayload(perimeter), incomingNumber: incomingNumber(perimeter) },
    Document: {
      __resolveReferences: async (asked: readonly Reference[], context: CallContext) => readCards(perimeter, context, asked.map(idOf)),
      ...cardFields(perimeter),
    },
    Consignment: {
      __resolveReferences: async (asked: readonly Reference[], context: CallContext) =>
        readConsignments(perimeter, context, asked.map(idOf)),
      ...consignmentFields(perimeter),
    },
    ConsignmentCopy: copyFields,
    Approval: approvalFields,
    Signature: signatureFields,
    Notice: noticeFields(perimeter),
    ...Object.fromEntries(kinds.map(({ kind }) => [kind, contentEntity(perimeter, kind)])),
  };
}

interface Reference {
  readonly id: unknown;
}

const idOf = ({ id }: Reference): unknown => id;

/** A command, whatever its input: graphql-js has checked it against the SDL. */
type AnyCommand = Command<never, unknown>;

const commandsOf = (kind: KindContent): readonly (readonly [string, AnyCommand])[] => [
  [`draft${kind.kind}`, draftDocument(kind)],
  [`revise${kind.kind}`, reviseDocument(kind)],
];

const mutations = (perimeter: Perimeter, commands: Readonly<Record<string, AnyCommand>>): Readonly<Record<string, Resolver>> =>
  Object.fromEntries(
    Object.entries(commands).map(([name, run]) => [
      name,
      async (_: unknown, { input }: { readonly input: never }, context: CallContext) =>
        answerCommand(perimeter.db, context, { name, input }, async () => {
          await requireOwnWord(perimeter, context);
          return run(perimeter, input, context);
        }),
    ]),
  );

const payloads = (commands: readonly string[], fields: Readonly<Record<string, Resolver>>): Resolvers =>
  Object.fromEntries(commands.map((name) => [`${name.charAt(0).toUpperCase()}${name.slice(1)}Payload`, fields]));

const documentPayload = (perimeter: Perimeter): Readonly<Record<string, Resolver>> => ({
  document: ({ documentId }: DocumentAnswer, _, context) => readCard(perimeter, context, documentId),
});

const consignmentPayload = (perimeter: Perimeter): Readonly<Record<string, Resolver>> => ({
  consignment: ({ consignmentId }: ConsignmentAnswer, _, context) => readConsignment(perimeter, context, consignmentId),
});

const outgoingNumber =
  (perimeter: Perimeter): Resolver =>
  async ({ documentId }: DocumentAnswer, _, context) =>
    (await readCard(perimeter, context, documentId)).outgoingNumber;

const incomingNumber =
  (perimeter: Perimeter): Resolver =>
  async ({ consignmentId }: ConsignmentAnswer, _, context) =>
    (await readConsignment(perimeter, context, consignmentId)).incomingNumber;

/** What only a kind has: its fields are read from the content as they stand there. */
const contentEntity = (perimeter: Perimeter, kind: string) => ({
  __resolveReferences: async (asked: readonly Reference[], context: CallContext) => readContents(perimeter, context, kind, asked.map(idOf)),
});
