import { type Duty, duties, parseInstitutionCode } from '@chancery/domain';
import { readRegistry, ServiceClient, Unreachable } from '@chancery/trust';
import { InvalidArgumentError } from 'commander';
import { dutiesHeldIn, holdersOf, type Membership, readMembership } from '../issuer/holders.ts';
import { readIssuerKey } from '../issuer/issuerKey.ts';
import { issueToken } from '../issuer/issueToken.ts';
import { type Home, homeOf } from '../supervisor/home.ts';
import { operatorOf } from '../supervisor/keys.ts';
import { commandLine, runCommand } from './commandLine.ts';
import { requireOwnIssuer } from './requireOwnIssuer.ts';

interface Wish {
  readonly institution: string;
  readonly duty: string;
  readonly official?: string;
  readonly hours: number;
}

const command = commandLine('npm run -s token --', 'Prints a bearer token for an official of the running circuit.')
  .requiredOption('--institution <code>', 'the institution that the official acts for: JUS')
  .requiredOption('--duty <duty>', `what the official must be: ${duties.join(', ').toLowerCase()}`)
  .option('--official <id>', 'which one, where several hold the duty: JUS:o.petrenko')
  .option('--hours <number>', 'how long the token holds', positive, 12)
  .action(async (wish: Wish) => {
    process.stdout.write(`${await tokenFor(homeOf(), wish)}\n`);
  });

await runCommand(command);

async function tokenFor(home: Home, { institution: code, duty: dutyName, official, hours }: Wish): Promise<string> {
  const duty = dutyNamed(dutyName);
  requireOwnIssuer(home);
  const key = readIssuerKey(home);
  if (!key) throw new Error('No circuit runs here. Start one: npm start');
  const institution = parseInstitutionCode.at('--institution', code.toUpperCase());
  const holder = holderOf(await membershipOf(home), institution, duty, official);
  return issueToken(key, { official: holder.id, institution, hours });
}

async function membershipOf(home: Home): Promise<Membership> {
  const client = new ServiceClient(operatorOf(home), readRegistry(home.services));
  try {
    return await readMembership(client);
  } catch (error) {
    if (error instanceof Unreachable) throw new Error('The directory does not answer. Does the circuit run? npm start', { cause: error });
    throw error;
  } finally {
    await client.close();
  }
}

function holderOf(membership: Membership, institution: string, duty: Duty, wanted: string | undefined) {
  if (!membership.institutions.some(({ code }) => code === institution)) {
    const codes = membership.institutions.map(({ code }) => code).sort();
    throw new Error(`There is no institution ${institution}. There are: ${codes.join(', ')}`);
  }
  const now = new Date();
  const holders = holdersOf(membership, institution, duty, now);
  if (holders.length === 0) {
    const held = dutiesHeldIn(membership, institution, now).join(', ').toLowerCase();
    throw new Error(`Nobody holds the duty of ${duty} in ${institution}. Officials of ${institution} hold now: ${held || 'none'}`);
  }
  const holder = wanted === undefined ? holders[0] : holders.find(({ id }) => id === wanted);
  if (!holder) {
    const names = holders.map(({ id }) => id).join(', ');
    throw new Error(`${wanted} does not hold the duty of ${duty} in ${institution}. Now holds it: ${names}`);
  }
  return holder;
}

function dutyNamed(text: string): Duty {
  const wanted = text.toUpperCase().replaceAll(/[- ]/g, '_');
  const duty = duties.find((known) => known === wanted);
  if (!duty) throw new Error(`There is no duty ${text}. There are: ${duties.join(', ').toLowerCase()}`);
  return duty;
}

function positive(text: string): number {
  const hours = Number(text);
  if (!(hours > 0 && hours <= 24 * 365)) throw new InvalidArgumentError('Give a number of hours above 0.');
  return hours;
}
