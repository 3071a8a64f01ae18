import {
  approve,
  type Desk,
  dispatch,
  draft,
  issueResolution,
  register,
  registerConsignment,
  type Sent,
  settled,
  sign,
  submit,
} from '@chancery/circuit';
import { inputOf } from './builders.ts';

/** A document that an institution has drafted. */
export interface Written {
  readonly id: string;
  readonly institution: string;
  readonly kind: string;
}

/** A document of which a consignment is on its way to one addressee, or there. */
export interface Travelling extends Written {
  readonly sent: Sent;
}

/** Which document a walk is made with; an opinion of the Ministry of Justice when left out. */
export interface Walk {
  readonly institution?: string;
  readonly kind?: string;
  /** What differs from a valid input. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** The addressee; the Ministry of Finance when left out. */
  readonly to?: string;
}

/** A draft. Each walk takes a desk of its own: `circuit.desk()`. */
export async function drafted(desk: Desk, { institution = 'JUS', kind = 'LegalOpinion', facts = {} }: Walk = {}): Promise<Written> {
  const input = inputOf[kind];
  if (!input) throw new Error(`No test writes a ${kind}.`);
  return { id: await draft(desk, institution, kind, input(facts)), institution, kind };
}

/** A document that waits for approval. */
export async function submitted(desk: Desk, walk?: Walk): Promise<Written> {
  const document = await drafted(desk, walk);
  await submit(desk, document.institution, document.id);
  return document;
}

/** An approved document. */
export async function approved(desk: Desk, walk?: Walk): Promise<Written> {
  const document = await submitted(desk, walk);
  await approve(desk, document.institution, document.id);
  return document;
}

/** A signed document. */
export async function signed(desk: Desk, walk?: Walk): Promise<Written> {
  const document = await drafted(desk, walk);
  await sign(desk, document.institution, document.id);
  return document;
}

/** A document in the outgoing register. */
export async function registered(desk: Desk, walk?: Walk): Promise<Written> {
  const document = await signed(desk, walk);
  await register(desk, document.institution, document.id);
  return document;
}

/** A document that was sent to one addressee. */
export async function dispatched(desk: Desk, walk: Walk = {}): Promise<Travelling> {
  const document = await registered(desk, walk);
  const [sent] = await dispatch(desk, document.institution, document.id, [walk.to ?? 'FIN']);
  if (!sent) throw new Error('The dispatch has no consignment.');
  return { ...document, sent };
}

/** A document that was delivered to one addressee. */
export async function delivered(desk: Desk, walk?: Walk): Promise<Travelling> {
  const document = await dispatched(desk, walk);
  await settled(desk.client, desk.cast(document.institution, 'REGISTRAR'), document.sent.id);
  return document;
}

/** A document in the addressee's incoming register. */
export async function received(desk: Desk, walk?: Walk): Promise<Travelling> {
  const document = await delivered(desk, walk);
  await registerConsignment(desk, document.sent);
  return document;
}

/** A document on which the addressee has written who does what. */
export async function resolved(desk: Desk, walk?: Walk): Promise<Travelling> {
  const document = await received(desk, walk);
  await issueResolution(desk, document.sent, { instruction: 'Answer within a week.' });
  return document;
}
