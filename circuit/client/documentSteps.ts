import type { Duty } from '@chancery/domain';
import { command } from './command.ts';
import type { GatewayClient, Speaker } from './gatewayClient.ts';

/** Who acts for an institution in a duty. */
export type Cast = (institution: string, duty: Duty) => Speaker;

/** What every step needs: the gateway, who acts, and the head of the request ids. */
export interface Desk {
  readonly client: GatewayClient;
  readonly cast: Cast;
  /** Such as `seed:census-method`: with the step's name it makes the request id. */
  readonly requests: string;
}

/** A consignment as dispatching answers it. */
export interface Sent {
  readonly id: string;
  readonly to: { readonly code: string };
}

const requestId = (desk: Desk, step: string): string => `${desk.requests}:${step}`;

/** A clerk drafts; answers the document's id. */
export async function draft(desk: Desk, institution: string, kind: string, input: object): Promise<string> {
  const fields = { ...input, requestId: requestId(desk, 'draft') };
  const by = desk.cast(institution, 'CLERK');
  const payload = await command<{ document: { id: string } }>(desk.client, by, `draft${kind}`, fields, 'document { id }');
  return payload.document.id;
}

/** The clerk submits it for approval. */
export const submit = (desk: Desk, institution: string, documentId: string): Promise<unknown> =>
  command(
    desk.client,
    desk.cast(institution, 'CLERK'),
    'submitDocument',
    { documentId, requestId: requestId(desk, 'submit') },
    'document { id }',
  );

/** The signatory approves it. */
export const approve = (desk: Desk, institution: string, documentId: string): Promise<unknown> =>
  command(
    desk.client,
    desk.cast(institution, 'SIGNATORY'),
    'approveDocument',
    { documentId, requestId: requestId(desk, 'approve') },
    'document { id }',
  );

/** The signatory gives it back, and says why. */
export const giveBack = (desk: Desk, institution: string, documentId: string, reason: string): Promise<unknown> =>
  command(
    desk.client,
    desk.cast(institution, 'SIGNATORY'),
    'returnDocument',
    { documentId, reason, requestId: requestId(desk, 'return') },
    'document { id }',
  );

/** The signatory signs. */
export const sign = (desk: Desk, institution: string, documentId: string): Promise<unknown> =>
  command(
    desk.client,
    desk.cast(institution, 'SIGNATORY'),
    'signDocument',
    { documentId, requestId: requestId(desk, 'sign') },
    'document { id }',
  );

/** The registrar enters it in the outgoing register; answers the number. */
export async function register(desk: Desk, institution: string, documentId: string): Promise<string> {
  const input = { documentId, requestId: requestId(desk, 'register') };
  const by = desk.cast(institution, 'REGISTRAR');
  return (await command<{ outgoingNumber: string }>(desk.client, by, 'registerDocument', input, 'outgoingNumber')).outgoingNumber;
}

/** The registrar dispatches; answers the consignments. */
export async function dispatch(desk: Desk, institution: string, documentId: string, to: readonly string[]): Promise<readonly Sent[]> {
  const input = { documentId, to, requestId: requestId(desk, 'dispatch') };
  const selection = 'dispatch { consignments { id to { code } } }';
  const by = desk.cast(institution, 'REGISTRAR');
  const payload = await command<{ dispatch: { consignments: readonly Sent[] } }>(desk.client, by, 'dispatchDocument', input, selection);
  return payload.dispatch.consignments;
}

/** The registrar withdraws a document that is not registered yet. */
export const withdraw = (desk: Desk, institution: string, documentId: string, reason: string): Promise<unknown> =>
  command(
    desk.client,
    desk.cast(institution, 'REGISTRAR'),
    'withdrawDocument',
    { documentId, reason, requestId: requestId(desk, 'withdraw') },
    'document { id }',
  );

/** The author's registrar files it. */
export const fileDocument = (desk: Desk, institution: string, documentId: string, caseFile: string): Promise<unknown> =>
  command(
    desk.client,
    desk.cast(institution, 'REGISTRAR'),
    'fileDocument',
    { documentId, caseFile, requestId: requestId(desk, 'file') },
    'document { id }',
  );
