import { settled } from '../client/delivery.ts';
import type { Desk, Sent } from '../client/documentSteps.ts';
import * as documents from '../client/documentSteps.ts';
import * as intakes from '../client/intakeSteps.ts';
import type { Intake, Story } from './stories/story.ts';

/** Lets one document of the demonstration go its way, as its institutions' own people would; answers its id. */
export async function tellStory(desk: Desk, story: Story): Promise<string> {
  const documentId = await documents.draft(desk, story.from, story.kind, story.input);
  if (story.ends === 'DRAFT') return documentId;
  if (story.ends === 'WITHDRAWN') {
    await documents.withdraw(desk, story.from, documentId, story.withdrawnReason ?? 'No longer needed.');
    return documentId;
  }
  await documents.sign(desk, story.from, documentId);
  if (story.ends === 'SIGNED') return documentId;
  await documents.register(desk, story.from, documentId);
  if (story.intakes) await send(desk, story.from, documentId, story.intakes);
  if (story.ends === 'FILED') await documents.fileDocument(desk, story.from, documentId, story.caseFile ?? 'General');
  return documentId;
}

async function send(desk: Desk, from: string, documentId: string, ways: readonly Intake[]): Promise<void> {
  const to = ways.map((way) => way.to);
  const sent = await documents.dispatch(desk, from, documentId, to);
  await Promise.all(sent.map((consignment) => receive(desk, from, consignment, wayOf(consignment, ways))));
}

function wayOf(sent: Sent, ways: readonly Intake[]): Intake {
  const way = ways.find(({ to }) => to === sent.to.code);
  if (!way) throw new Error(`Nobody asked to send to ${sent.to.code}.`);
  return way;
}

async function receive(desk: Desk, from: string, sent: Sent, way: Intake): Promise<void> {
  await settled(desk.client, desk.cast(from, 'REGISTRAR'), sent.id);
  if (way.ends === 'DELIVERED') return;
  if (way.ends === 'REFUSED') {
    await intakes.refuseConsignment(desk, sent, way.reason, way.note);
    return;
  }
  await intakes.registerConsignment(desk, sent);
  if (way.ends === 'REGISTERED') return;
  await intakes.issueResolution(desk, sent, way.resolution);
  if (way.ends === 'RESOLVED') return;
  await intakes.reportExecution(desk, sent, way.report);
  await intakes.fileConsignment(desk, sent, way.caseFile);
}
