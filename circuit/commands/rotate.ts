import { readRegistry } from '@chancery/trust';
import { rotateAuthority } from '../authority/rotateAuthority.ts';
import { renewSecret } from '../embedded/index.ts';
import { ISSUER } from '../issuer/issuerKey.ts';
import { readKeyring, rotated } from '../issuer/keyring.ts';
import { type Connected, connectedTo } from '../newcomers/connected.ts';
import { allServices } from '../services.ts';
import { writeJson } from '../supervisor/files.ts';
import { type Home, homeOf, keyringFile } from '../supervisor/home.ts';
import { CIRCUIT } from '../supervisor/keys.ts';
import { liveHolder } from '../supervisor/lock.ts';
import { readReady } from '../supervisor/readyFile.ts';
import { renewFileKeys } from '../supervisor/renewFileKeys.ts';
import { renewOfficialKeys, renewSeals } from '../supervisor/renewSeals.ts';
import { rotateKeys } from '../supervisor/rotateKeys.ts';
import { commandLine, moment, runCommand, UsageError } from './commandLine.ts';

const everyone: readonly string[] = [...allServices().map(({ name }) => name), ISSUER, CIRCUIT];
const say = (line: string) => void process.stdout.write(`${line}\n`);

/** How it is done, where the circuit's situation asks for something else than the usual. */
interface Urgency {
  readonly now?: boolean;
  readonly revokedSince?: Date;
}

const command = commandLine('npm run rotate --', 'Puts new keys in the place of old ones while the circuit runs; no call is lost.')
  .argument('<what>', 'authority, keys, seal, official-keys, files, issuer-keys or postgres: see below')
  .argument(
    '[names...]',
    'of keys: services, such as justice or issuer, all but those of institutions with systems of their own; of seal, official-keys and files: institutions, such as JUS. All when left out',
  )
  .option('--now', 'of the issuer: the old keys may be known to others, are withdrawn at once, and everybody signs in again')
  .option(
    '--revoked-since <time>',
    'of seal: others may have had the earlier seals since then; what they sealed after it is believed no more',
    moment,
  )
  .addHelpText(
    'after',
    `
  authority      the certificate authority and all certificates; takes 15 s
  keys           the keys that services sign mandates with; takes 45 s
  seal           the seals of institutions; the keys of officials that a server holds are endorsed anew. A moment
  official-keys  the keys of officials that a server holds: in a demonstration alone. A moment
  files          the keys under which servers keep the files of institutions; 5 s for each server, and a moment for each 1,000 files
  issuer-keys    those by which the embedded issuer signs tokens. A moment
  postgres       the secret of the embedded PostgreSQL and all passwords; the circuit must be stopped for it

Broken off, it can be run again. Exit code 0: done; 1: not, or not for all, or no circuit runs; 2: asked for wrongly.`,
  )
  .action((what: string, names: readonly string[], urgency: Urgency) => rotate(homeOf(), what, names, urgency));

await runCommand(command);

async function rotate(home: Home, what: string, names: readonly string[], { now = false, revokedSince }: Urgency): Promise<void> {
  if (now && what !== 'issuer-keys') throw new UsageError('--now is for issuer-keys.');
  if (revokedSince !== undefined && what !== 'seal') throw new UsageError('--revoked-since is for seal.');
  switch (what) {
    case 'issuer-keys':
      return rotateIssuerKeys(home, now);
    case 'seal':
      return renewSeals(home, names, revokedSince ?? null, say);
    case 'official-keys':
      return renewOfficialKeys(home, names, say);
    case 'files':
      return renewFileKeys(running(home), names, say);
    case 'postgres':
      return renewDatabaseSecret(home);
    case 'keys':
      return rotateServiceKeys(home, names);
    case 'authority':
      if (running(home).isForeignAuthority) throw new UsageError('The certificates here come from CHANCERY_TLS_FOLDER: change them there.');
      return rotateAuthority(home, say);
    default:
      throw new UsageError('What can be changed: authority, keys, seal, official-keys, files, issuer-keys, postgres.');
  }
}

/** The home of a circuit that runs; throws where none does. */
function running(home: Home): Home {
  if (!readReady(home)) throw new Error('No circuit runs here. Start one: npm start');
  return home;
}

async function rotateServiceKeys(home: Home, names: readonly string[]): Promise<void> {
  const own = connectedTo(home);
  const theirs = own.filter(({ name }) => names.includes(name));
  if (theirs.length > 0) throw new UsageError(theirs.map(toldOf).join('\n'));
  const unknown = names.filter((name) => !everyone.includes(name));
  if (unknown.length > 0) throw new UsageError(`There is no service ${unknown.join(', ')}. There are: ${everyone.join(', ')}`);
  const ours = readRegistry(home.services).names.filter((name) => own.every((each) => each.name !== name));
  await rotateKeys(running(home), names.length === 0 ? ours : names, say);
  if (names.length === 0) for (const each of own) say(`left out: ${toldOf(each)}`);
}

/** Who has a system of its own holds its own key. */
function toldOf({ name, institution: { code } }: Connected): string {
  return `${name} is a system of ${code}'s own, and is given a key by: npm run institution -- renew --code ${code} --key`;
}

/** Every process of a circuit that runs knows the password of its role, and would not get in any more. */
async function renewDatabaseSecret(home: Home): Promise<void> {
  const holder = liveHolder(home);
  if (holder !== undefined) throw new Error(`A circuit runs here (pid ${holder.pid}). Stop it, run this, and start it again.`);
  const roles = await renewSecret(home.postgres);
  say(`The embedded PostgreSQL has a new secret, and each of its ${roles} roles a new password. Start the circuit again: npm start`);
}

/** The issuer looks at its file every second, so that a circuit that runs takes the new key up, and one that does not has it at its start. */
async function rotateIssuerKeys(home: Home, atOnce: boolean): Promise<void> {
  const file = keyringFile(home);
  const keyring = readKeyring(file);
  if (keyring === undefined) throw new Error('The embedded issuer has no keys yet. Start a circuit: npm start');
  const next = await rotated(keyring, new Date(), { atOnce });
  writeJson(file, next, 0o600);
  for (const { kid, usedFrom, withdrawnAt } of next.keys)
    say(`${kid} signs from ${usedFrom}${withdrawnAt === null ? '' : `, withdrawn at ${withdrawnAt}`}`);
}
