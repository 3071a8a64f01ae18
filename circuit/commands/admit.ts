import { existsSync } from 'node:fs';
import { readRegistry, ServiceClient, type ServiceRegistry, Unreachable } from '@chancery/trust';
import { type JoiningInstitution, readJoining } from '../client/joining.ts';
import { type Home, homeOf } from '../supervisor/home.ts';
import { operatorOf } from '../supervisor/keys.ts';
import { commandLine, runCommand } from './commandLine.ts';

const admission = 'mutation AdmitInstitutions($input: AdmitInstitutionsInput!) { admitInstitutions(input: $input) { version } }';

const command = commandLine(
  'npm run admit --',
  'Enters institutions that join, each with its first security officers, in the directory of a running circuit.',
)
  .argument('<file>', 'the institutions, as JSON')
  .addHelpText(
    'after',
    `
  [{ "code": "EXC", "name": "Document Exchange", "sector": "administration",
     "securityOfficers": [{ "id": "EXC:o.bereza", "name": "Oleksandra Bereza" }, { "id": "EXC:y.koshel", "name": "Yurii Koshel" }] }]

"server" names the service of an institution that has its own, "parent" the institution that it belongs to; an officer with "clearance": true may know of RESTRICTED documents.
Each joins with two security officers at least; once an institution has had one, nobody is entered there but by its security officers. All are entered, or none.
Exit code 0: they are entered; 1: they are not, or no circuit runs; 2: asked for wrongly.`,
  )
  .action((file: string) => admit(homeOf(), readJoining(file)));

await runCommand(command);

async function admit(home: Home, joining: readonly JoiningInstitution[]): Promise<void> {
  if (!existsSync(home.services)) throw new Error('There is no circuit here. Start one: npm start');
  const registry = readRegistry(home.services);
  requireServers(registry, joining);
  const client = new ServiceClient(operatorOf(home), registry);
  const institutions = joining.map(({ securityOfficers: _, ...institution }) => institution);
  const securityOfficers = joining.flatMap((institution) => institution.securityOfficers);
  try {
    await client
      .ask('directory', admission, { input: { institutions, securityOfficers } }, { timeoutMs: 20_000 })
      .catch((error: unknown) => {
        if (!(error instanceof Unreachable)) throw error;
        throw new Error('The directory does not answer. Where the circuit does not run, start it: npm start', { cause: error });
      });
  } finally {
    await client.close();
  }
  for (const institution of joining)
    process.stdout.write(
      `${institution.code} is entered, with its security officers ${institution.securityOfficers.map(({ id }) => id).join(', ')}\n`,
    );
}

function requireServers(registry: ServiceRegistry, joining: readonly JoiningInstitution[]): void {
  const servers = registry.ofRole('perimeter').map(({ name }) => name);
  for (const { code, server } of joining)
    if (server !== null && !servers.includes(server))
      throw new Error(`${code}: there is no server ${server}. There are: ${servers.join(', ')}`);
}
