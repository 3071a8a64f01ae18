import { rotateAuthority } from '../authority/rotateAuthority.ts';
import { services } from '../services.ts';
import { type Home, homeOf } from '../supervisor/home.ts';
import { CIRCUIT } from '../supervisor/keys.ts';
import { readReady } from '../supervisor/readyFile.ts';
import { rotateKeys } from '../supervisor/rotateKeys.ts';
import { commandLine, runCommand, UsageError } from './commandLine.ts';

const everyone: readonly string[] = [...services.map(({ name }) => name), CIRCUIT];

const command = commandLine('npm run rotate --', 'Puts new keys in the place of old ones while the circuit runs; no call is lost.')
  .argument('<what>', 'authority: the certificate authority and all certificates; keys: the keys that services sign mandates with')
  .argument('[services...]', `whose keys; all when left out: ${everyone.join(', ')}`)
  .addHelpText('after', '\nIt takes half a minute. Broken off, it can be run again.')
  .action((what: string, names: readonly string[]) => rotate(homeOf(), what, names));

await runCommand(command);

async function rotate(home: Home, what: string, names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !everyone.includes(name));
  if (unknown.length > 0) throw new UsageError(`There is no service ${unknown.join(', ')}. There are: ${everyone.join(', ')}`);
  if (what !== 'authority' && what !== 'keys') throw new UsageError('What can be changed: authority, keys.');
  if (!readReady(home)) throw new Error('No circuit runs here. Start one: npm start');
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  if (what === 'keys') return rotateKeys(home, names.length === 0 ? everyone : names, say);
  if (home.isForeignAuthority) throw new UsageError('The certificates here come from CHANCERY_TLS_FOLDER: change them there.');
  return rotateAuthority(home, say);
}
