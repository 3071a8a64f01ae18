import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isSystem, parseOfficialId } from '@chancery/domain';
import { type SystemProof, systemClient } from '../issuer/clients.ts';
import { Entries } from '../issuer/entries.ts';
import { inIssuerDatabase } from '../issuer/issuerDatabase.ts';
import { type Home, homeOf } from '../supervisor/home.ts';
import { commandLine, runCommand, UsageError } from './commandLine.ts';
import { requireOwnIssuer } from './requireOwnIssuer.ts';

interface Wish {
  readonly account: string;
  readonly certificate?: string;
  readonly name?: string;
}

const command = commandLine(
  'npm run system --',
  "Lets an institution's system ask the embedded issuer for tokens, by its certificate (§2.7).",
)
  .requiredOption('--account <id>', 'its account in the directory: JUS:system.archive')
  .option('--certificate <file>', 'the one certificate that it shows, as PEM')
  .option('--name <name>', "or the DNS name in any certificate of the circuit's own authority: archive.justice")
  .action((wish: Wish) => admit(homeOf(), wish));

await runCommand(command);

async function admit(home: Home, { account, certificate, name }: Wish): Promise<void> {
  const id = parseOfficialId.at('--account', account);
  if (!isSystem(id)) throw new UsageError(`${id} is no system's account: those are called JUS:system.<name>.`);
  const proof = proofOf(certificate, name);
  requireOwnIssuer(home);
  const client = await systemClient(id, proof);
  await inIssuerDatabase(home, (pool) => new Entries(pool, 'Client').upsert(id, client));
  process.stdout.write(`${id} may ask for tokens now.\n`);
}

function proofOf(certificate: string | undefined, name: string | undefined): SystemProof {
  if (certificate !== undefined && name === undefined) return { certificate: certificateIn(certificate) };
  if (name !== undefined && certificate === undefined && /^[a-z0-9][a-z0-9.-]*$/.test(name)) return { name };
  throw new UsageError('Name either --certificate <file> or --name <name>.');
}

/** A certificate as the person who asks names its file, from where he is. */
function certificateIn(file: string): X509Certificate {
  try {
    return new X509Certificate(readFileSync(resolve(process.env.INIT_CWD ?? process.cwd(), file)));
  } catch (error) {
    throw new UsageError(
      `${file} holds no certificate (${codeOf(error)}). Name the file of one, as PEM: it begins with BEGIN CERTIFICATE.`,
    );
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unreadable';
}
