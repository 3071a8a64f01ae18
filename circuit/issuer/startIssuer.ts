import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { Refusal } from '@chancery/domain';
import { reportFault } from '@chancery/kernel/process';
import { type Credentials, DirectoryCopy, OpenConnections, type ServiceClient, type TlsMaterial } from '@chancery/trust';
import { Provider } from 'oidc-provider';
import pg from 'pg';
import { Accounts } from './accounts.ts';
import { callerAddress, proxiesIn } from './callerAddress.ts';
import { configurationOf } from './configuration.ts';
import { pruneExpired } from './entries.ts';
import { type Keyring, keysAt } from './keyring.ts';
import { KnownDevices } from './knownDevices.ts';
import { sayingPage } from './pages.ts';
import { Passwords } from './passwords.ts';
import { recordEvents } from './recordEvents.ts';
import { pageHeaders, sendPage } from './sendPage.ts';
import { isSignIn, signIn } from './signIn.ts';
import { SignInBounds } from './signInBounds.ts';
import { SignInRecords } from './signInRecords.ts';

/** Where the embedded issuer runs, and on what. */
export interface IssuerOptions {
  /** A port of loopback. */
  readonly port: number;
  readonly databaseUrl: string;
  /** Asks the directory who there is, and the audit trail to take what is done here. */
  readonly client: Pick<ServiceClient, 'ask'>;
  /** The keys as they stand now; asked every second. */
  keyring(): Keyring;
  /** The proxies whose word is taken for where somebody comes from; none when left out. */
  readonly proxies?: readonly string[];
  /** Its own certificate, and the authority whose certificates systems may sign in by. */
  readonly credentials: Credentials;
}

/** An issuer that answers. */
export interface RunningIssuer {
  /** Its name and its address. */
  readonly url: string;
  close(): Promise<void>;
}

const lookMs = 1_000;
const pruneMs = 60_000;
/** For so long an issuer that stops goes on with what it has begun. */
const patienceMs = 5_000;

/** Starts the embedded issuer in this process, on its migrated database. */
export async function startIssuer({
  port,
  databaseUrl,
  client,
  keyring,
  credentials,
  proxies = [],
}: IssuerOptions): Promise<RunningIssuer> {
  const url = `https://127.0.0.1:${port}`;
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 5, application_name: 'chancery-issuer' });
  pool.on('error', () => undefined); // a lost connection shows in the query that it fails
  const directory = new DirectoryCopy(client);
  const accounts = new Accounts(directory);
  const known = proxiesIn(proxies);
  const records = new SignInRecords(client);
  const scales = {
    accounts,
    records,
    passwords: new Passwords(pool),
    bounds: new SignInBounds(pool),
    addressOf: (request: IncomingMessage) => callerAddress(request, known),
  };

  const make = (now: KeysKnown): RequestListener => {
    const provider = new Provider(url, configurationOf({ pool, accounts, records, ...now }));
    recordEvents(provider, accounts, records);
    provider.on('server_error', (_ctx, error) => reportFault('issuer', error));
    const answer = provider.callback();
    const devices = new KnownDevices(now.cookieSecrets);
    return (request, response) => {
      if (request.url === '/healthz') return void response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
      // Every address that the issuer tells is made of this one: under another name it would tell another.
      if (request.headers.host !== new URL(url).host) return void response.writeHead(421).end();
      for (const [name, value] of Object.entries(safety)) response.setHeader(name, value);
      if (!isSignIn(request)) return void answer(request, response);
      signIn(provider, { ...scales, devices }, request, response).catch((error: unknown) => fail(response, error));
    };
  };
  let keys = keysKnown(keyring());
  let current = make(keys);
  const look = (): void => {
    const now = keysKnown(keyring());
    if (now.digest === keys.digest) return;
    current = make(now);
    keys = now;
  };
  const server = tlsServer(credentials, (request, response) => {
    open.note(request, response);
    current(request, response);
  });
  const open = new OpenConnections(server);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  void directory.start();
  const timers = [every(lookMs, look), every(pruneMs, () => pruneExpired(pool))];
  return {
    url,
    async close() {
      timers.forEach(clearInterval);
      directory.stop();
      await open.close(patienceMs);
      await records.close();
      await pool.end();
    },
  };
}

type KeysKnown = ReturnType<typeof keysKnown>;

/** What oidc-provider is made of that may change; it is made anew when that does, and what it remembers is in the database. */
function keysKnown(keyring: Keyring) {
  const keys = keysAt(keyring, new Date());
  const { cookieSecrets } = keyring;
  return { keys, cookieSecrets, digest: [...keys.published.map(({ kid }) => kid), ...cookieSecrets].join(' ') };
}

/** People have no certificate, and a system's is weighed when it asks for a token. */
function tlsServer(credentials: Credentials, answer: RequestListener): Server {
  const limits = {
    requestTimeout: 15_000,
    headersTimeout: 10_000,
    handshakeTimeout: 10_000,
    keepAliveTimeout: 5_000,
    maxHeaderSize: 16_384,
  };
  const server = createServer({ ...limits, ...contextOf(credentials.current), requestCert: true, rejectUnauthorized: false }, answer);
  const release = credentials.onChange((material) => server.setSecureContext(contextOf(material)));
  return server.once('close', release);
}

const contextOf = ({ cert, key, ca }: TlsMaterial) => ({ cert, key, ca, minVersion: 'TLSv1.3' }) as const;

const { 'content-type': _type, 'cache-control': _cache, ...safety } = pageHeaders();

function every(ms: number, run: () => unknown): NodeJS.Timeout {
  const attempt = async (): Promise<void> => {
    await run();
  };
  return setInterval(() => void attempt().catch((error: unknown) => reportFault('issuer', error)), ms).unref();
}

function fail(response: ServerResponse<IncomingMessage>, error: unknown): void {
  if (error instanceof Refusal) {
    sendPage(response, 503, sayingPage('Not now', error.message));
    return;
  }
  reportFault('sign-in', error);
  if (!response.headersSent) response.writeHead(500, pageHeaders());
  response.end();
}
