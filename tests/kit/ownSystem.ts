import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, repository } from '@chancery/circuit';
import { perimeterSdl } from '@chancery/schema';
import type { ServiceRegistry } from '@chancery/trust';
import { newService } from './authority.ts';
import { within } from './processes.ts';

/** The institution of docs/operations/connect.md: a server of its own, outside the workspace and without any package of ours. */
export interface OwnSystem {
  /** All that it has said so far. */
  said(): string;
  /** The id of the document that it wrote at its start; waits until it is there. */
  firstDocument(): Promise<string>;
  stop(): void;
}

const example = join(repository, 'docs/operations/connect');

/** Starts it for institution WAT, as the service `water` of a circuit, from a folder that has nothing but two packages of others. */
export async function startOwnSystem(registry: ServiceRegistry): Promise<OwnSystem> {
  const folder = mkdtempSync(join(tmpdir(), 'own-system-'));
  const [port = 0] = await freePorts(1);
  const { identity, publicKey } = await newService('water', 'perimeter');
  const entries = [
    ...registry.names.map((name) => registry.entry(name)),
    { name: 'water', role: 'perimeter' as const, url: `https://127.0.0.1:${port}`, publicKey },
  ];
  registry.replace(entries);

  mkdirSync(join(folder, 'node_modules'));
  for (const name of ['graphql', 'jose']) symlinkSync(join(repository, 'node_modules', name), join(folder, 'node_modules', name));
  for (const name of ['server.mjs', 'schema.graphql']) cpSync(join(example, name), join(folder, name));
  const { cert, key, ca } = identity.credentials.current;
  const files = {
    'server.crt': cert,
    'server.key': key,
    'trusted.pem': ca,
    'perimeter.graphql': perimeterSdl,
    'identity.json': JSON.stringify({ name: identity.name, privateKey: identity.privateKey }),
    'services.json': JSON.stringify(entries),
    'settings.json': JSON.stringify({ institution: 'WAT', port, official: { id: 'WAT:i.koval', name: 'Iryna Koval' } }),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o600 });

  const child: ChildProcess = spawn(process.execPath, [join(folder, 'server.mjs'), folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (said += String(text)));
  const written = () => /^document (\S+)$/m.exec(said)?.[1];
  return {
    said: () => said,
    async firstDocument() {
      await within(30_000, () => written() !== undefined || child.exitCode !== null, 'It has written nothing');
      return written() ?? said;
    },
    stop() {
      child.kill('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
