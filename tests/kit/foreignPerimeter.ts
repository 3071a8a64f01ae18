import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
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
import type { RouteAnswer, RouteRequest } from '@chancery/kernel';
import { type JWK, type ServiceEntry, type ServiceIdentity, ServiceRegistry } from '@chancery/trust';
import { CompactSign } from 'jose';
import { serve } from '../../subgraphs/kernel/server.ts';
import { newService } from './authority.ts';
import { bundle } from './bundles.ts';
import { act, events } from './eventBuilders.ts';
import { ForeignFiles } from './foreignFiles.ts';

type Serving = Awaited<ReturnType<typeof serve>>;
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
  /** What it was told of as delivered, each time. */
  readonly confirmed: string[] = [];
  readonly moods = new Map<string, Mood>();
  /** What it answers to anything about single consignments, by their ids. */
  readonly moodsAbout = new Map<string, Mood>();
  readonly files: ForeignFiles;
  /** Awaited before a delivery is received. */
  beforeReceiving: (consignmentId: string) => Promise<unknown> = async () => undefined;
  /** Awaited before a document is let go. */
  beforeReleasing: () => Promise<unknown> = async () => undefined;
  readonly entry: ServiceEntry;
  readonly identity: ServiceIdentity;
  readonly sealKey: JWK;
  readonly #met: ServiceRegistry;
  readonly #seal: KeyObject;
  readonly #server: Serving;
  #feed: ExchangeEvent[] = [];
  #isAway = false;
  /** Ends the waiting of those who get no answer. */
  readonly #silence = new AbortController();

  private constructor(
    { identity, publicKey }: Awaited<ReturnType<typeof newService>>,
    { server, files }: { readonly server: Serving; readonly files: ForeignFiles },
    met: ServiceRegistry,
  ) {
    const seal = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#server = server;
    this.files = files;
    this.#met = met;
    this.identity = identity;
    this.entry = { name: identity.name, role: 'perimeter', url: server.url, publicKey };
    this.#seal = seal.privateKey;
    this.sealKey = seal.publicKey.export({ format: 'jwk' }) as JWK;
  }

  static async start(name: string): Promise<ForeignPerimeter> {
    const made = await newService(name, 'perimeter');
    const met = new ServiceRegistry([]);
    const answer = (request: RouteRequest): Promise<RouteAnswer> => perimeter.#answer(request);
    const routes = [
      { method: 'POST', path: '/graphql', answer },
      { method: 'GET', path: '/events', answer },
    ] as const;
    const files = new ForeignFiles();
    const server = await serve({ port: 0, identity: made.identity, registry: met, routes, streams: files.routes });
    const perimeter: ForeignPerimeter = new ForeignPerimeter(made, { server, files }, met);
    return perimeter;
  }

  meet(registry: ServiceRegistry): void {
    this.#met.replace(registry.names.map((name) => registry.entry(name)));
  }

  /** Tells followers that a consignment was registered or refused. */
  tell(consignmentId: string, state: IntakeEvent['state'] = 'REGISTERED', at = new Date().toISOString()): void {
    const id = parseConsignmentId(consignmentId);
    const documentId = parseDocumentId(this.copies.get(id)?.receipt.claims.documentId ?? 'JUS:LegalOpinion:01JD0000000000000000000001');
    const registeredAt = state === 'REGISTERED' ? at : null;
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
    this.#feed.push(
      ...events([payload], act({ official: null, institution: null, duties: [] })).map((event) => ({
        ...event,
        position: this.#feed.length + 1,
      })),
    );
  }

  /** Its database is put back to a backup: it is away for a moment, and has lost these copies, with what it told or without. */
  async putBack(lost: readonly string[], { withFeed }: { readonly withFeed: boolean }): Promise<void> {
    this.#isAway = true;
    // Whoever follows looks again at once.
    await new Promise((resolve) => setTimeout(resolve, 400));
    for (const id of lost) this.copies.delete(id);
    if (withFeed) this.#feed = [];
    this.#isAway = false;
  }

  stop(): Promise<void> {
    this.#silence.abort();
    return this.#server.close();
  }

  async #answer({ mandate, query: words, body }: RouteRequest): Promise<RouteAnswer> {
    if (this.#isAway) return { status: 503, body: '' };
    if (body === '') return told(await this.#events(words));
    const { query, variables } = JSON.parse(body) as { query: string; variables: { input: Input } };
    const field = /\{ (\w+)\(/.exec(query)?.[1] ?? '';
    const mood = this.moodsAbout.get(variables.input.consignmentId ?? '') ?? this.moods.get(field);
    if (field === 'releaseDocument') this.asked.set(variables.input.documentId ?? '', variables.input.dispatchId ?? '');
    if (mood === 'silent') await once(this.#silence.signal, 'abort');
    if (mood !== undefined && mood !== 'forges' && mood !== 'unsettled')
      return told({ data: null, errors: [{ message: mood, extensions: { code: mood === 'fault' ? 'INTERNAL' : mood } }] });
    return told({ data: { [field]: await this.#carryOut(field, variables.input, mandate.caller, mood) } });
  }

  async #events(words: URLSearchParams): Promise<unknown> {
    const [after, first] = [Number(words.get('after')), Number(words.get('first'))];
    if (this.#feed.length <= after) await new Promise((resolve) => setTimeout(resolve, 100));
    return { events: this.#feed.slice(after, after + first) };
  }

  async #carryOut(field: string, input: Input, caller: Caller | null, mood: Mood | undefined): Promise<unknown> {
    switch (field) {
      case 'releaseDocument':
        await this.beforeReleasing();
        this.released.set(input.dispatchId ?? '', { to: input.to as unknown as string[], caller });
        return { bundle: bundle(parseDocumentId(input.documentId)) };
      case 'acceptDelivery':
        await this.beforeReceiving(input.consignmentId ?? '');
        return { receipt: await this.#receive(input, mood) };
      case 'settleDelivery': {
        if (mood === 'unsettled') return { settled: false };
        if (input.delivered) this.confirmed.push(input.consignmentId ?? '');
        const copy = this.copies.get(input.consignmentId ?? '');
        if (copy) copy.state = input.delivered ? 'DELIVERED' : 'TOMBSTONE';
        return { settled: copy !== undefined || !input.delivered };
      }
      default:
        this.closures.push(input);
        return { noted: true };
    }
  }

  async #receive({ consignmentId, dispatchId, bundle: { signed } }: Input, mood: Mood | undefined): Promise<SealedReceipt> {
    const id = parseConsignmentId(consignmentId);
    const missing = signed.files?.find(({ sha256 }) => !this.files.received.has(sha256));
    if (missing !== undefined) throw new Error(`${missing.name} has not come before its consignment.`);
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

const told = (value: unknown): RouteAnswer => ({ status: 200, body: JSON.stringify(value) });
