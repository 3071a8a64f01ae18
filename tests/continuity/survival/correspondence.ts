import { setTimeout as pause } from 'node:timers/promises';
import {
  command,
  type Desk,
  demoCast,
  dispatch,
  draft,
  type GatewayClient,
  GatewayRefusal,
  patiently,
  refuseConsignment,
  register,
  registerConsignment,
  type Sent,
  sign,
} from '@chancery/circuit';
import { inputOf } from '../../kit/builders.ts';
import type { Letter } from './letters.ts';

/** A letter that was sent, as its sender knows it. */
export interface SentLetter {
  readonly letter: Letter;
  readonly documentId: string;
  readonly consignments: readonly Sent[];
  /** The consignment that was called back, where that came in time. */
  readonly withdrawn: string | null;
}

/** Officials who write letters to each other through the gateway, and ask again whenever something does not answer. */
export class Correspondence {
  readonly #client: GatewayClient;
  readonly #requests: string;
  readonly #letters = new Map<string, Letter>();
  #isOver = false;
  #steps = 0;

  /** `requests` heads all request ids. */
  constructor(client: GatewayClient, requests: string) {
    this.#client = client;
    this.#requests = requests;
  }

  /** How many commands were answered. */
  get steps(): number {
    return this.#steps;
  }

  /** Sends the letters, so many at a time. */
  async send(letters: readonly Letter[], clients: number): Promise<readonly SentLetter[]> {
    const sent: SentLetter[] = [];
    const waiting = letters.values();
    const work = async () => {
      for (const letter of waiting) sent.push(await this.#send(letter));
    };
    await Promise.all(Array.from({ length: clients }, work));
    return sent;
  }

  /** The registrars of an institution register or refuse what comes to their inbox, until `end`. */
  async takeIn(institution: string): Promise<void> {
    while (!this.#isOver) {
      const arrived = await this.#inbox(institution);
      await Promise.all(arrived.map((sent) => this.#answer(sent)));
      if (arrived.length === 0) await pause(150);
    }
  }

  /** Nobody looks into the inboxes any more. */
  end(): void {
    this.#isOver = true;
  }

  async #send(letter: Letter): Promise<SentLetter> {
    const { from, kind, intakes, number } = letter;
    const desk = this.#desk(`letter:${number}`);
    const documentId = await this.#step(draft(desk, from, kind, inputOf[kind]?.({ title: `Letter ${number}` }) ?? {}));
    this.#letters.set(documentId, letter);
    await this.#step(sign(desk, from, documentId));
    await this.#step(register(desk, from, documentId));
    const to = intakes.map((intake) => intake.to);
    const consignments = await this.#step(dispatch(desk, from, documentId, to));
    return { letter, documentId, consignments, withdrawn: await this.#withdraw(letter, consignments[0]) };
  }

  async #withdraw({ withdrawnAfterMs, from }: Letter, sent: Sent | undefined): Promise<string | null> {
    if (withdrawnAfterMs === null || sent === undefined) return null;
    await pause(withdrawnAfterMs);
    const input = { consignmentId: sent.id, reason: 'Sent by mistake.', requestId: `${this.#requests}:withdraw:${sent.id}` };
    try {
      await this.#step(command(this.#client, demoCast(from, 'REGISTRAR'), 'withdrawConsignment', input, 'consignment { state }'));
      return sent.id;
    } catch (error) {
      if (error instanceof GatewayRefusal && error.code === 'CONSIGNMENT_ALREADY_DELIVERED') return null;
      throw error;
    }
  }

  /** What has arrived of these letters and is not answered; that of others stays where it is. */
  async #inbox(institution: string): Promise<readonly (Sent & { readonly documentId: string })[]> {
    const query = `query Inbox($institution: ID!) {
      inbox(institution: $institution, state: [DELIVERED], first: 40) { edges { node { id copy { documentId } } } }
    }`;
    const by = demoCast(institution, 'REGISTRAR');
    const { inbox } = await patiently(() => this.#client.read<{ inbox: InboxAnswer }>(query, { institution }, by));
    const arrived = inbox.edges.map(({ node }) => ({ id: node.id, to: { code: institution }, documentId: node.copy.documentId }));
    return arrived.filter(({ documentId }) => this.#letters.has(documentId));
  }

  async #answer(sent: Sent & { readonly documentId: string }): Promise<void> {
    const desk = this.#desk(`intake:${sent.id}`);
    const intake = this.#letters.get(sent.documentId)?.intakes.find(({ to }) => to === sent.to.code);
    const answer =
      intake?.ends === 'REFUSED' ? refuseConsignment(desk, sent, 'NOT_COMPETENT', 'Not ours.') : registerConsignment(desk, sent);
    await this.#step(answer);
  }

  async #step<Result>(act: Promise<Result>): Promise<Result> {
    const result = await act;
    this.#steps += 1;
    return result;
  }

  #desk = (head: string): Desk => ({ client: this.#client, cast: demoCast, requests: `${this.#requests}:${head}` });
}

interface InboxAnswer {
  readonly edges: readonly { readonly node: { readonly id: string; readonly copy: { readonly documentId: string } } }[];
}
