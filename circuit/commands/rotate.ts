import { readRegistry } from '@chancery/trust';
import { rotateAuthority } from '../authority/rotateAuthority.ts';
import { ISSUER } from '../issuer/issuerKey.ts';
import { readKeyring, rotated } from '../issuer/keyring.ts';
import { services } from '../services.ts';
import { writeJson } from '../supervisor/files.ts';
import { type Home, homeOf, keyringFile } from '../supervisor/home.ts';
import { CIRCUIT } from '../supervisor/keys.ts';
import { readReady } from '../supervisor/readyFile.ts';
import { rotateKeys } from '../supervisor/rotateKeys.ts';
import { commandLine, runCommand, UsageError } from './commandLine.ts';

const everyone: readonly string[] = [...services.map(({ name }) => name), ISSUER, CIRCUIT];
const say = (line: string) => void process.stdout.write(`${line}\n`);

const command = commandLine('npm run rotate --', 'Puts new keys in the place of old ones while the circuit runs; no call is lost.')
  .argument(
    '<what>',
    'authority: the certificate authority and all certificates; keys: the keys that services sign mandates with; issuer-keys: those by which the embedded issuer signs tokens',
  )
  .argument('[services...]', `whose keys; all when left out: ${everyone.join(', ')}`)
  .option('--now', 'of the issuer: the old keys may be known to others, are withdrawn at once, and everybody signs in again')
  .addHelpText('after', '\nThe authority takes 15 s, keys 45 s, the issuer’s keys a moment. Broken off, it can be run again.')
  .action((what: string, names: readonly string[], { now = false }: { now?: boolean }) => rotate(homeOf(), what, names, now));

await runCommand(command);

async function rotate(home: Home, what: string, names: readonly string[], now: boolean): Promise<void> {
  if (what === 'issuer-keys') return rotateIssuerKeys(home, now);
  const unknown = names.filter((name) => !everyone.includes(name));
  if (unknown.length > 0) throw new UsageError(`There is no service ${unknown.join(', ')}. There are: ${everyone.join(', ')}`);
  if (what !== 'authority' && what !== 'keys') throw new UsageError('What can be changed: authority, keys, issuer-keys.');
  if (!readReady(home)) throw new Error('No circuit runs here. Start one: npm start');
  if (what === 'keys') return rotateKeys(home, names.length === 0 ? readRegistry(home.services).names : names, say);
  if (home.isForeignAuthority) throw new UsageError('The certificates here come from CHANCERY_TLS_FOLDER: change them there.');
  return rotateAuthority(home, say);
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
