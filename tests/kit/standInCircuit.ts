import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duty } from '@chancery/domain';
import { perimeterSdl } from '@chancery/schema';
import { type GatewayOptions, type RunningGateway, startGateway } from '@chancery/supergraph';
import { type AuditRecord, type ServiceEntry, ServiceRegistry, type ServiceRole } from '@chancery/trust';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { newService } from './authority.ts';
import { type Root, type StandIn, standIn } from './standIn.ts';

/** An id whose ULID ends in a number. The stand-ins know the documents that end in 1. */
export const id = (code: string, kind: string, n = 1): string => `${code}:${kind}:01JD${String(n).padStart(22, '0')}`;
export const opinion = id('JUS', 'LegalOpinion');
export const request = id('FIN', 'BudgetRequest');
export const letter = id('ODA', 'OfficialLetter');
/** Its card is there, its content is refused. */
export const order = id('FIN', 'PaymentOrder');

/** What a refused document says. */
export const notFound = { code: 'DOCUMENT_NOT_FOUND', clause: '3.1' };

/** What only the gateway says of a service that does not answer; a service that says it of itself, or of another, is not believed. */
const notItsOwn = { institution: 'JUS', since: '2020-01-01T00:00:00.000Z', retryAfter: 60 };

/** How the audit trail of the stand-ins is, and what is on it. */
interface Trail {
  readonly records: AuditRecord[];
  isUp: boolean;
}

/** Whether the catalogue has cards, which stand in for documents of institutions that are away. */
interface Cards {
  readonly withCards?: boolean;
}

/** A gateway over stand-ins of seven services, and the keys to ask it. */
export interface StandInCircuit {
  readonly gateway: RunningGateway;
  readonly trail: Trail;
  readonly services: ReadonlyMap<string, StandIn>;
  /** As its registry has them. */
  readonly entries: readonly ServiceEntry[];
  /** A second gateway that knows only some of the services. */
  startWith(...names: readonly string[]): Promise<RunningGateway>;
  /** Another gateway of the same services, as an operator may have set it. */
  startAs(options: Partial<GatewayOptions>): Promise<RunningGateway>;
  /** A bearer token of an official of JUS: `c.clerk`, `s.sign`, `a.audit`, `o.oper`, `r.reg`. */
  token(official: string, institution: string, claims?: object): Promise<string>;
  close(): Promise<void>;
}

/** One of the services that stand-ins play. */
export interface Cast {
  readonly name: string;
  readonly role: ServiceRole;
  readonly sdl: readonly string[];
  readonly root: Root;
}

const sdlOf = (folder: string): string => readFileSync(new URL(`../../subgraphs/${folder}/schema.graphql`, import.meta.url), 'utf8');

/** Starts the stand-ins and a gateway over them. */
export async function startStandIns(cards: Cards = {}): Promise<StandInCircuit> {
  const trail: Trail = { records: [], isUp: true };
  const services = new Map<string, StandIn>();
  const registry = new ServiceRegistry([]);
  const own = await newService('gateway', 'gateway');
  const entries: ServiceEntry[] = [{ name: 'gateway', role: 'gateway', url: 'http://127.0.0.1:1', publicKey: own.publicKey }];
  for (const { name, role, sdl, root } of cast(trail, cards)) {
    const { identity, publicKey } = await newService(name, role);
    const service = await standIn(identity, sdl, root, registry);
    services.set(name, service);
    entries.push({ name, role, url: service.url, publicKey });
  }
  registry.replace(entries);
  const issuer = await startIssuer();
  const tokens = { issuer: 'https://issuer.test', jwks: issuer.jwks };
  const start = (known: ServiceRegistry, options: Partial<GatewayOptions> = {}): Promise<RunningGateway> =>
    startGateway({ identity: own.identity, registry: known, port: 0, tokens, ...options });
  const gateway = await start(registry);
  const close = async (): Promise<void> => {
    await gateway.close();
    await Promise.all([...services.values()].map((service) => service.close()));
    issuer.forget();
  };
  return {
    gateway,
    trail,
    services,
    entries,
    startWith: (...names) => start(new ServiceRegistry(names.map((name) => registry.entry(name)))),
    startAs: (options) => start(registry, options),
    token: issuer.token,
    close,
  };
}

/** An issuer of access tokens: its keys in a file, and what it would give to an official of JUS. */
export async function startIssuer() {
  const folder = mkdtempSync(join(tmpdir(), 'issuer-'));
  const jwks = join(folder, 'jwks.json');
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  writeFileSync(jwks, JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' }] }));
  const token = (official: string, institution: string, claims: object = {}): Promise<string> =>
    new SignJWT({ institution, ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'k' })
      .setIssuer('https://issuer.test')
      .setAudience('chancery')
      .setSubject(`JUS:${official}`)
      .setExpirationTime('5m')
      .sign(privateKey);
  return { jwks, token, forget: () => rmSync(folder, { recursive: true }) };
}

/** Six services, as far as tests of the gateway need them. */
export const cast = (trail: Trail, { withCards = true }: Cards = {}): readonly Cast[] => [
  { name: 'directory', role: 'directory', sdl: [sdlOf('directory')], root: directory },
  { name: 'audit', role: 'audit', sdl: [sdlOf('audit')], root: audit(trail) },
  { name: 'exchange', role: 'exchange', sdl: [sdlOf('exchange')], root: exchange },
  { name: 'catalogue', role: 'catalogue', sdl: [sdlOf('catalogue')], root: withCards ? catalogue : { ...catalogue, cards: () => [] } },
  {
    name: 'justice',
    role: 'perimeter',
    sdl: [perimeterSdl, sdlOf('institutions/justice')],
    root: { ...perimeter, draftLegalOpinion: () => ({ document: document(opinion) }) },
  },
  { name: 'finance', role: 'perimeter', sdl: [perimeterSdl, sdlOf('institutions/finance')], root: perimeter },
  { name: 'hosted', role: 'perimeter', sdl: [perimeterSdl, sdlOf('institutions/hosted')], root: perimeter },
];

const officials: Readonly<Record<string, Duty>> = {
  'c.clerk': 'CLERK',
  's.sign': 'SIGNATORY',
  'a.audit': 'AUDITOR',
  'o.oper': 'OPERATOR',
  'r.reg': 'REGISTRAR',
};
const servers: Readonly<Record<string, string>> = { JUS: 'justice', FIN: 'finance', ODA: 'hosted' };
const entries = {
  institutions: Object.entries(servers).map(([code, server]) => ({ code, name: `Name of ${code}`, server, seals: [] })),
  officials: Object.entries(officials).map(([name, duty]) => ({
    id: `JUS:${name}`,
    name,
    institution: 'JUS',
    clearance: false,
    duties: [{ duty, institution: 'JUS', from: '2020-01-01T00:00:00Z', to: null }],
  })),
};

const directory: Root = {
  directoryChanges: ({ after }: { after: number }) => ({
    version: 1,
    more: false,
    regulations: [],
    sights: [],
    ...(after > 0 ? { institutions: [], officials: [] } : entries),
  }),
  me: () => ({ __typename: 'Official', id: 'JUS:c.clerk', name: 'C', institution: { code: 'JUS' } }),
  _entities: ({ representations }: { representations: readonly { readonly code: string }[] }) =>
    representations.map(({ code }) => ({ __typename: 'Institution', code, name: `Name of ${code}`, sector: 'justice' })),
};

const audit = (trail: Trail): Root => ({
  appendAuditEntries: ({ input }: { input: { entries: readonly AuditRecord[] } }) => {
    if (!trail.isUp) refuse({ code: 'INTERNAL' });
    trail.records.push(...input.entries);
    return { appended: input.entries.length };
  },
});

const exchange: Root = {
  dispatchDocument: () => ({ dispatch: { __typename: 'Dispatch', id: id('JUS', 'Dispatch') } }),
  _entities: ({ representations }: { representations: readonly { readonly id: string }[] }) =>
    representations.map(({ id: documentId }) => ({ __typename: 'Document', id: documentId, consignments: [] })),
};

/** As of when the catalogue's stand-in has its cards. */
export const cardsAsOf = '2026-03-02T09:59:30.000Z';

const catalogue: Root = {
  cards: ({ ids }: { ids: readonly string[] }) => ids.flatMap(card),
  documents: () => ({
    edges: [opinion, request, letter, id('JUS', 'LegalOpinion', 2), order].map((each) => ({
      cursor: each,
      node: { __typename: 'Document', id: each },
    })),
    pageInfo: { hasNextPage: false, hasPreviousPage: false },
    totalCount: 5,
  }),
};

/** Of documents that end in 1 or 3; those that end in 3 are RESTRICTED. Of the others this caller may not know. */
function card(documentId: string): readonly object[] {
  const [institution, kind] = documentId.split(':');
  if (!/[13]$/.test(documentId)) return [];
  const facts = documentId.endsWith('3') ? { access: 'RESTRICTED', title: null } : { access: 'PUBLIC', title: `Card of ${documentId}` };
  const common = { institution: { __typename: 'Institution', code: institution }, kind, status: 'REGISTERED', documentDate: '2026-03-01' };
  return [{ id: documentId, ...common, ...facts, outgoingNumber: null, asOf: cardsAsOf }];
}

const perimeter: Root = {
  document: (named: { id: string }) => (named.id.endsWith('1') ? document(named.id) : refuse({ ...notFound, ...notItsOwn })),
  inbox: () => refuse(new Error('boom at 10.0.0.1')),
  signDocument: ({ input }: { input: { documentId: string } }) => ({ document: document(input.documentId) }),
  _entities: ({ representations }: { representations: readonly { readonly __typename: string; readonly id: string }[] }) =>
    representations.map(({ __typename, id: key }) => {
      if (!key.endsWith('1')) return null;
      if (__typename === 'PaymentOrder') return Object.assign(new Error('refused'), notFound, notItsOwn);
      return __typename === 'Document' ? document(key) : { __typename, id: key, opinion: 'It may.', purpose: 'Reagents' };
    }),
};

const document = (documentId: string) => ({
  __typename: 'Document',
  id: documentId,
  title: `Title of ${documentId}`,
  institution: { code: documentId.split(':')[0] },
});

const refuse = (extensions: object): never => {
  throw Object.assign(new Error('refused'), extensions);
};
