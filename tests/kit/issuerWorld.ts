import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, issuerRow } from '@chancery/circuit';
import { createKeyring, type Keyring, Passwords, type RunningIssuer, startIssuer } from '@chancery/circuit/issuer';
import { type Duty, parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import { type AuditRecord, Credentials, type DirectoryChanges, type OfficialEntry, type TokenOptions, Unreachable } from '@chancery/trust';
import * as oidc from 'openid-client';
import pg from 'pg';
import { testAuthority, tlsMaterial } from './authority.ts';
import { Browser, type Page } from './browser.ts';
import { migratedDatabase } from './databases.ts';
import { tlsFetch } from './tlsFetch.ts';

/** The issuer on a database of its own, a directory that says what a test wants, and a client that knows the issuer by discovery. */
export interface IssuerWorld {
  readonly url: string;
  /** How the gateway is told of it. */
  readonly believed: TokenOptions;
  /** Asks it as a browser does. */
  readonly fetch: typeof fetch;
  readonly pool: pg.Pool;
  readonly config: oidc.Configuration;
  readonly officials: readonly OfficialEntry[];
  keyring: Keyring;
  /** What the issuer has put on the audit trail, which is away while `trail.isAway`. */
  readonly trail: { readonly entries: AuditRecord[]; isAway: boolean };
  /** A browser of an official; it stops where the issuer sends it back to the client. `address` is what a proxy says of where it is. */
  browser(address?: string): Browser;
  /** Begins a sign-in; answers the first page and what the client keeps. */
  begin(browser: Browser, more?: Readonly<Record<string, string>>): Promise<Begun>;
  /** Signs in with a password, and for an institution where the page asks for one; answers the tokens. */
  signIn(browser: Browser, official: string, password: string, institution?: string): Promise<Tokens>;
  /** Takes the tokens for the code with which a browser came back. */
  redeem(begun: Begun, back: Page): Promise<Tokens>;
  /** Changes an official in the directory while something is done. */
  whileThere(changed: Pick<OfficialEntry, 'id'> & Partial<OfficialEntry>, run: () => Promise<void>): Promise<void>;
  /** Ends the issuer, and starts it again where it was. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** What a client keeps until the browser comes back. */
interface Begun {
  readonly page: Page;
  readonly verifier: string;
  readonly state: string;
}

type Tokens = Awaited<ReturnType<typeof oidc.authorizationCodeGrant>>;

/** Where the browser comes back to: an application on the official's machine. */
export const callback = 'http://127.0.0.1:51234/signed-in';
export const password = 'correct-horse-battery';
/** Holds duties at home alone; in two institutions; is a system. */
export const petrenko = 'JUS:o.petrenko';
export const twofold = 'JUS:t.wofold';
export const archive = 'JUS:system.archive';

const official = (id: string, ...duties: readonly (readonly [Duty, string])[]): OfficialEntry => ({
  id: parseOfficialId(id),
  name: `Name of ${id}`,
  institution: parseInstitutionCode(id.split(':')[0]),
  clearance: false,
  duties: duties.map(([duty, code]) => ({ duty, institution: parseInstitutionCode(code), from: '2020-01-01T00:00:00Z', to: null })),
});

/** Starts it; `proxies` are those whose word it takes for where somebody comes from. */
export async function issuerWorld({ proxies = [] }: { readonly proxies?: readonly string[] } = {}): Promise<IssuerWorld> {
  const databaseUrl = await migratedDatabase(issuerRow.migrations);
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  pool.on('error', () => undefined);
  const officials = [
    official(petrenko, ['REGISTRAR', 'JUS']),
    official(twofold, ['CLERK', 'JUS'], ['ANALYST', 'EXC']),
    official(archive, ['REGISTRAR', 'JUS']),
    official('JUS:system.scanner', ['CLERK', 'JUS']),
  ];
  const passwords = new Passwords(pool);
  for (const { id } of officials) await passwords.set(id, password);
  const [port = 0] = await freePorts(1);
  const folder = mkdtempSync(join(tmpdir(), 'issuer-'));
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, (await testAuthority()).certificate);
  const credentials = new Credentials(await tlsMaterial({ name: 'issuer' }));
  const fetcher = tlsFetch({ ca: credentials.current.ca });
  const held = { keyring: await createKeyring(new Date()) };
  const trail = { entries: [] as AuditRecord[], isAway: false };
  const client = {
    async ask<T>(service: string, _query: string, variables: object): Promise<T> {
      if (service === 'directory') return { directoryChanges: changesOf(officials) } as T;
      if (trail.isAway) throw new Unreachable(service, 'no connection');
      trail.entries.push(...(variables as { input: { entries: AuditRecord[] } }).input.entries);
      return {} as T;
    },
  };
  const start = (): Promise<RunningIssuer> => startIssuer({ port, databaseUrl, client, credentials, keyring: () => held.keyring, proxies });
  let issuer = await start();
  const options = { [oidc.customFetch]: fetcher as oidc.CustomFetch };
  const config = await oidc.discovery(new URL(issuer.url), 'chancery-console', undefined, oidc.None(), options);

  const world: IssuerWorld = {
    url: issuer.url,
    believed: { issuer: issuer.url, ca },
    fetch: fetcher,
    pool,
    config,
    officials,
    trail,
    get keyring() {
      return held.keyring;
    },
    set keyring(keyring) {
      held.keyring = keyring;
    },
    browser: (address) =>
      new Browser((url) => url.origin !== issuer.url, address === undefined ? fetcher : saidToComeFrom(address, fetcher)),
    async begin(browser, more = {}) {
      const verifier = oidc.randomPKCECodeVerifier();
      const state = oidc.randomState();
      const wanted = {
        redirect_uri: callback,
        scope: 'openid exchange',
        state,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...more,
      };
      return { page: await browser.open(oidc.buildAuthorizationUrl(config, wanted)), verifier, state };
    },
    async signIn(browser, who, secret, institution) {
      const begun = await world.begin(browser);
      const after = await browser.submit(begun.page, { official: who, password: secret });
      return world.redeem(begun, institution === undefined ? after : await browser.submit(after, { institution }));
    },
    redeem: ({ verifier, state }, { url }) =>
      oidc.authorizationCodeGrant(config, url, { pkceCodeVerifier: verifier, expectedState: state, idTokenExpected: true }),
    async whileThere(changed, run) {
      const at = officials.findIndex(({ id }) => id === changed.id);
      const before = officials[at];
      if (before === undefined) throw new Error(`There is no ${changed.id}.`);
      try {
        officials[at] = { ...before, ...changed };
        await run();
      } finally {
        officials[at] = before;
        await new Promise((done) => setTimeout(done, 1_300));
      }
    },
    async restart() {
      await issuer.close();
      issuer = await start();
    },
    async close() {
      await issuer.close();
      await pool.end();
      rmSync(folder, { recursive: true });
    },
  };
  return world;
}

/** As if a proxy had passed it on. */
const saidToComeFrom =
  (address: string, fetcher: typeof fetch): typeof fetch =>
  (url, init) =>
    fetcher(url, { ...init, headers: { ...(init?.headers as Record<string, string>), 'x-forwarded-for': address } });

const changesOf = (officials: readonly OfficialEntry[]): DirectoryChanges => ({
  version: 1,
  more: false,
  institutions: ['JUS', 'FIN', 'EXC'].map((code) => ({
    code: parseInstitutionCode(code),
    name: `Institution ${code}`,
    server: code.toLowerCase(),
    seals: [],
  })),
  officials,
  regulations: [],
  sights: [],
});
