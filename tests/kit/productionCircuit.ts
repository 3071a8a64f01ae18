import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIssuerKey, databaseVariable, freePorts, type Home, homeOf, ownerVariable, readReady, services } from '@chancery/circuit';
import { importJWK, SignJWT } from 'jose';
import { testAuthority, tlsMaterial } from './authority.ts';
import { databases } from './databases.ts';
import { environmentFor, within } from './processes.ts';

/** A circuit in earnest: databases, certificates and issuer are the operator's own. */
export interface ProductionCircuit {
  readonly home: Home;
  /** The operator's environment, for commands. */
  readonly environment: NodeJS.ProcessEnv;
  /** What the supervisor has said. */
  said(): string;
  /** What the graph answers an official, who signs in at the operator's issuer. */
  ask(
    official: string,
    query: string,
  ): Promise<{ readonly data?: unknown; readonly errors?: readonly { readonly extensions: { readonly code: string } }[] }>;
  /** The operator's authority gives a service a certificate. */
  certify(name: string): Promise<void>;
  close(): Promise<void>;
}

const issuer = 'https://issuer.example';

/** Starts one from this code, with a database for each service, and for each of `others` which is to come. */
export async function startProductionCircuit(code: string, others: readonly string[]): Promise<ProductionCircuit> {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-earnest-'));
  const home = homeOf(join(folder, 'home'), join(folder, 'tls'));
  mkdirSync(home.certificates);
  writeFileSync(home.trusted, (await testAuthority()).certificate);
  const certify = async (name: string): Promise<void> => {
    const { cert, key } = await tlsMaterial({ name });
    writeFileSync(join(home.certificates, `${name}.key`), key, { mode: 0o600 });
    writeFileSync(join(home.certificates, `${name}.crt`), cert);
  };
  const names: readonly string[] = services.map(({ name }) => name);
  for (const name of [...names, 'circuit']) await certify(name);
  const { key, jwks } = await createIssuerKey();
  const published = { keys: jwks.keys.map((each) => ({ ...each, kid: 'own' })) };
  writeFileSync(join(folder, 'jwks.json'), JSON.stringify(published));
  const environment = {
    ...environmentFor(home),
    ...(await databaseVariables([...names, ...others])),
    CHANCERY_PROFILE: 'production',
    CHANCERY_BEHIND_PROXY: '1',
    CHANCERY_TLS_FOLDER: home.certificates,
    CHANCERY_OIDC_ISSUER: issuer,
    CHANCERY_OIDC_JWKS: join(folder, 'jwks.json'),
  };
  const port = String((await freePorts(9))[0]);
  const child = spawn(process.execPath, [join(code, 'circuit/commands/start.ts'), '--port', port], { env: environment });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => output.push(String(text)));
  await within(120_000, () => readReady(home) !== undefined || child.exitCode !== null, 'The circuit is not ready');
  if (readReady(home) === undefined) throw new Error(`The circuit did not start:\n${output.join('')}`);
  const signing = await importJWK(key.privateKey, 'ES256');
  const token = (sub: string) =>
    new SignJWT({ institution: sub.slice(0, sub.indexOf(':')), iss: issuer, aud: 'chancery', sub, jti: crypto.randomUUID() })
      .setProtectedHeader({ alg: 'ES256', kid: 'own', typ: 'at+jwt' })
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(signing);
  return {
    home,
    environment,
    said: () => output.join(''),
    certify,
    async ask(official, query) {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${await token(official)}` };
      const answer = await fetch(readReady(home)?.graphql ?? '', { method: 'POST', headers, body: JSON.stringify({ query }) });
      return JSON.parse(await answer.text());
    },
    async close() {
      await ended(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Databases on a server of the operator's, each with two roles. */
async function databaseVariables(names: readonly string[]): Promise<NodeJS.ProcessEnv> {
  const server = await databases();
  const variables: Record<string, string> = {};
  for (const name of names) {
    const { service, owner } = await server.ensureDatabase(`${name}_earnest`);
    variables[databaseVariable(name)] = service;
    variables[ownerVariable(name)] = owner;
  }
  return variables;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('close', resolve));
}
