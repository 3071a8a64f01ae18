import { gatewayAddressOf, type ServiceKey } from '@chancery/trust';
import { keepCertificates } from '../authority/keepCertificates.ts';
import { ISSUER } from '../issuer/issuerKey.ts';
import { keepKeyring } from '../issuer/keyring.ts';
import type { ServiceRow } from '../services.ts';
import type { CircuitOptions } from './circuit.ts';
import { circuitPorts, otherPort } from './circuitPorts.ts';
import { compileServices, isCompiled } from './compiled.ts';
import type { DatabaseServer } from './databaseServer.ts';
import { keyringFile } from './home.ts';
import { keepKeys } from './keys.ts';
import { clearFolder, leftoversGone } from './leftovers.ts';
import { requireDatabases, strayVariables } from './ownDatabases.ts';
import { requireProduction } from './production.ts';
import type { Progress } from './progress.ts';

/** What a circuit is made on. */
interface Ground extends Pick<CircuitOptions, 'home'> {
  readonly rows: readonly ServiceRow[];
  readonly progress: Progress;
}

/**
 * Puts a folder in order that nobody else holds; answers at which ports the services are to listen. What a person has asked for wrongly is said
 * before anything is touched.
 */
export async function orderFolder(
  { port, fresh, environment }: Omit<CircuitOptions, 'home'>,
  { home, rows, progress }: Ground,
): Promise<ReadonlyMap<string, number>> {
  await leftoversGone(home);
  requireProduction(home, environment);
  gatewayAddressOf(environment);
  const ports = await circuitPorts(rows, port);
  const lax = await requireDatabases(environment);
  for (const line of [...strayVariables(environment), ...lax, ...otherPort(port, ports.get('gateway'))]) progress.say(line);
  if (fresh) await progress.step('old data removed', () => clearFolder(home));
  return ports;
}

/** What the services stand on, side by side as far as it can be: their database, compiled code, certificates; then their keys. */
export async function layGround(
  { home, rows, progress }: Ground,
  {
    databases,
    everyone,
    stopped,
  }: { readonly databases: DatabaseServer; readonly everyone: readonly string[]; readonly stopped: AbortSignal },
): Promise<readonly ServiceKey[]> {
  const started = databases.isEmbedded ? progress.step('PostgreSQL', () => databases.start()) : undefined;
  const compile = () => compileServices(home, stopped);
  const compiled = isCompiled(home) ? undefined : progress.step('code compiled', compile);
  await Promise.all([started, compiled, home.isForeignAuthority ? undefined : keepCertificates(home, everyone)]);
  if (rows.some(({ name }) => name === ISSUER)) await keepKeyring(keyringFile(home), new Date());
  return keepKeys(home, rows);
}
