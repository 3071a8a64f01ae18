import { NotDelivered, settled } from '../client/delivery.ts';
import { type Desk, dispatch, draft, register, sign } from '../client/documentSteps.ts';
import { issueResolution, registerConsignment } from '../client/intakeSteps.ts';
import { RECIPIENT } from './participants.ts';
import type { RegisterRow } from './registerRow.ts';

/**
 * Lets one letter of the register go its whole way: drafted, signed, registered and dispatched by its sender, delivered,
 * registered by OMB, and its decision recorded. Every step is known by its request id, so a row that was begun is finished and
 * nothing is done twice. Dates of the source stay declared dates.
 */
export async function replayRow(desk: Desk, row: RegisterRow): Promise<void> {
  const documentId = await draft(desk, row.sender, 'OfficialLetter', {
    title: row.title,
    documentDate: row.documentDate,
    reference: row.reference,
    stage: row.stage,
    language: 'en',
  });
  await sign(desk, row.sender, documentId);
  await register(desk, row.sender, documentId);
  const [sent] = await dispatch(desk, row.sender, documentId, [RECIPIENT]);
  if (!sent) throw new NotDelivered(`The dispatch of ${documentId} has no consignment.`);
  const state = await settled(desk.client, desk.cast(RECIPIENT, 'REGISTRAR'), sent.id);
  if (state !== 'DELIVERED' && state !== 'REGISTERED') throw new NotDelivered(`${sent.id} ended as ${state}.`);
  await registerConsignment(desk, sent);
  if (row.decision) await issueResolution(desk, sent, resolutionOf(row.decision));
}

const resolutionOf = ({ text, on }: NonNullable<RegisterRow['decision']>) => ({
  instruction: 'Answer the agency.',
  decision: text,
  ...(on === null ? {} : { decidedOn: on }),
});
