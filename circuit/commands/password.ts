import { isSystem, parseOfficialId } from '@chancery/domain';
import { readRegistry, ServiceClient } from '@chancery/trust';
import { readMembership } from '../issuer/holders.ts';
import { inIssuerDatabase } from '../issuer/issuerDatabase.ts';
import { newPassword, Passwords } from '../issuer/passwords.ts';
import { type Home, homeOf } from '../supervisor/home.ts';
import { operatorOf } from '../supervisor/keys.ts';
import { commandLine, runCommand } from './commandLine.ts';
import { requireOwnIssuer } from './requireOwnIssuer.ts';

const command = commandLine(
  'npm run -s password --',
  'Gives an official a new password to sign in with, and prints it: it is kept nowhere else.',
)
  .requiredOption('--official <id>', 'whom: JUS:o.petrenko')
  .action(async ({ official }: { official: string }) => {
    process.stdout.write(`${await passwordFor(homeOf(), official)}\n`);
  });

await runCommand(command);

async function passwordFor(home: Home, wanted: string): Promise<string> {
  const official = parseOfficialId.at('--official', wanted);
  if (isSystem(official)) throw new Error(`${official} is a system: it signs in by its certificate (§2.7).`);
  requireOwnIssuer(home);
  await requireKnown(home, official);
  const password = newPassword();
  await inIssuerDatabase(home, (pool) => new Passwords(pool).set(official, password));
  return password;
}

async function requireKnown(home: Home, official: string): Promise<void> {
  const client = new ServiceClient(operatorOf(home), readRegistry(home.services));
  try {
    const { officials } = await readMembership(client);
    if (!officials.some(({ id }) => id === official)) throw new Error(`The directory knows no official ${official}.`);
  } finally {
    await client.close();
  }
}
