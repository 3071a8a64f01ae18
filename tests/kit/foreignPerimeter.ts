import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  type Bundle,
  type Caller,
  type ExchangeEvent,
  type IntakeEvent,
  institutionOf,
  parseConsignmentId,
  parseDispatchId,
  parseDocumentId,
  type ReceiptClaims,
  type RefusalCode,
  type SealedReceipt,
  signedText,
} from '@chancery/domain';
import { createIdentity, type JWK, type ServiceEntry, type ServiceIdentity, type ServiceRegistry, verifyMandate } from '@chancery/trust';
import { CompactSign } from 'jose';
import { bundle } from './bundles.ts';
import { act, events } from './eventBuilders.ts';

type Input = Readonly<Record<string, string>> & { readonly bundle: Bundle };

/** What a call gets instead of its answer: a refusal, a fault, nothing at all, a receipt that another seal is under, or the word that nothing is settled. */
export type Mood = RefusalCode | 'fault' | 'silent' | 'forges' | 'unsettled';

/**
 * A perimeter that somebody else built, as the exchange sees it: it speaks the standard, keeps what it is given, and can be put out of order.
 * It serves every institution of the directory that names it as its server, under one seal.
 */
export class ForeignPerimeter {
  readonly released = new Map<string, { readonly to: readonly string[]; readonly caller: Caller | null }>();
  readonly copies = new Map<string, { readonly receipt: SealedReceipt; state: 'PENDING' | 'DELIVERED' | 'TOMBSTONE'; times: number }>();
  /** The last dispatch under which a document was asked for, by the document's id. */
  readonly asked = new Map<string, string>();
  readonly closures: Input[] = [];
  readonly moods = new Map<string, Mood>();
  /** Awaited before a delivery is received. */
  beforeReceiving: (consignmentId: string) => Promise<unknown> = async () => undefined;
  /** Awaited before a document is let go. */
  beforeReleasing: () => Promise<unknown> = async () => undefined;
  readonly entry: ServiceEntry;
  readonly identity: ServiceIdentity;
  readonly sealKey: JWK;
  #registry: ServiceRegistry | undefined;
  readonly #seal: KeyObject;
  readonly #server: Server;
  readonly #feed: ExchangeEvent[] = [];

  private constructor(server: Server, made: Awaited<ReturnType<typeof createIdentity>>) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const port = (server.address() as AddressInfo).port;
    this.#server = server.on('request', async (request, response) => {
      const answer = await this.#answer(request).catch(() => null);
      if (answer !== null) response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
      else response.destroy();
    });
    this.identity = made.identity;
    this.entry = { name: made.identity.name, role: 'perimeter', url: `http://127.0.0.1:${port}`, publicKey: made.publicKey };
    this.#seal = privateKey;
    this.sealKey = publicKey.export({ format: 'jwk' }) as JWK;
  }

  static async start(name: string): Promise<ForeignPerimeter> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new ForeignPerimeter(server, await createIdentity(name, 'perimeter'));
  }

  meet(registry: ServiceRegistry): void {
    this.#registry = registry;
  }

  /** Tells followers that a consignment was registered or refused. */
  tell(consignmentId: string, state: IntakeEvent['state'] = 'REGISTERED'): void {
    const id = parseConsignmentId(consignmentId);
    const documentId = parseDocumentId(this.copies.get(id)?.receipt.claims.documentId ?? 'JUS:LegalOpinion:01JD0000000000000000000001');
    const registeredAt = state === 'REGISTERED' ? new Date().toISOString() : null;
    const payload: IntakeEvent = {
      type: 'intake',
      consignmentId: id,
      documentId,
      institution: institutionOf(id),
      state,
      registeredAt,
      decision: null,
      decidedOn: null,
      revision: 1,
    };
    this.#feed.push(...events([payload], act()).map((event) => ({ ...event, position: this.#feed.length + 1 })));
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage): Promise<unknown> {
    if (this.#registry === undefined) throw new Error('a perimeter has met the others');
    const mandate = await verifyMandate(request.headers.authorization?.slice('Mandate '.length) ?? '', this.#registry, this.entry.name);
    const url = new URL(request.url ?? '/', this.entry.url);
    if (url.pathname === '/events') return this.#events(Number(url.searchParams.get('after')));
    const { query, variables } = JSON.parse(await text(request)) as { query: string; variables: { input: Input } };
    const field = /\{ (\w+)\(/.exec(query)?.[1] ?? '';
    const mood = this.moods.get(field);
    if (mood === 'silent') return new Promise(() => undefined);
    if (mood !== undefined && mood !== 'forges' && mood !== 'unsettled')
      return { data: null, errors: [{ message: mood, extensions: { code: mood === 'fault' ? 'INTERNAL' : mood } }] };
    return { data: { [field]: await this.#carryOut(field, variables.input, mandate.caller, mood) } };
  }

  async #events(after: number): Promise<unknown> {
    if (this.#feed.length <= after) await new Promise((resolve) => setTimeout(resolve, 100));
    return { events: this.#feed.filter(({ position }) => position > after) };
  }

  async #carryOut(field: string, input: Input, caller: Caller | null, mood: Mood | undefined): Promise<unknown> {
    switch (field) {
      case 'releaseDocument':
        this.asked.set(input.documentId ?? '', input.dispatchId ?? '');
        await this.beforeReleasing();
        this.released.set(input.dispatchId ?? '', { to: input.to as unknown as string[], caller });
        return { bundle: bundle(parseDocumentId(input.documentId)) };
      case 'acceptDelivery':
        await this.beforeReceiving(input.consignmentId ?? '');
        return { receipt: await this.#receive(input, mood) };
      case 'settleDelivery': {
        if (mood === 'unsettled') return { settled: false };
        const copy = this.copies.get(input.consignmentId ?? '');
        if (copy) copy.state = input.delivered ? 'DELIVERED' : 'TOMBSTONE';
        return { settled: true };
      }
      default:
        this.closures.push(input);
        return { noted: true };
    }
  }

  async #receive({ consignmentId, dispatchId, bundle: { signed } }: Input, mood: Mood | undefined): Promise<SealedReceipt> {
    const id = parseConsignmentId(consignmentId);
    const known = this.copies.get(id);
    if (known) {
      known.times += 1;
      return known.receipt;
    }
    const digest = createHash('sha256').update(signedText(signed)).digest('hex');
    const parties = {
      consignmentId: id,
      dispatchId: parseDispatchId(dispatchId),
      documentId: signed.documentId,
      institution: institutionOf(id),
    };
    const claims: ReceiptClaims = { ...parties, digest, receivedAt: new Date().toISOString() };
    const key = mood === 'forges' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey : this.#seal;
    const words = new TextEncoder().encode(JSON.stringify(claims));
    const jws = await new CompactSign(words).setProtectedHeader({ alg: 'ES256', kid: claims.institution, typ: 'receipt+jwt' }).sign(key);
    if (mood !== 'forges') this.copies.set(id, { receipt: { claims, jws }, state: 'PENDING', times: 1 });
    return { claims, jws };
  }
}
