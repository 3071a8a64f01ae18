import { existsSync } from 'node:fs';
import { databaseFault, gatewayFault, profileOf, refuseInProduction } from '@chancery/trust';
import { allServices, databaseVariable, ownerVariable } from '../services.ts';
import type { Home } from './home.ts';

/** Throws where a circuit in earnest is started with what belongs to the demonstration, or is not safe: all of it at once, a line each (§2.8). */
export function requireProduction(home: Pick<Home, 'folder' | 'seeds'>, environment: NodeJS.ProcessEnv): void {
  if (profileOf(environment) === 'embedded') return;
  refuseInProduction(environment, [
    issuerFault(environment),
    gatewayFault(environment),
    demonstrationFault(home),
    ...allServices().flatMap(({ name }) => databaseFaults(name, environment)),
  ]);
}

/** Whether a circuit may hold the demonstration's institutions, officials and documents. */
export const hasDemonstration = (environment: NodeJS.ProcessEnv): boolean => profileOf(environment) === 'embedded';

const issuerFault = ({ CHANCERY_OIDC_ISSUER: issuer }: NodeJS.ProcessEnv): string | undefined =>
  issuer
    ? undefined
    : 'there is no issuer of tokens. The demonstration’s is not for this: set CHANCERY_OIDC_ISSUER to the URL of your own.';

const demonstrationFault = ({ folder, seeds }: Pick<Home, 'folder' | 'seeds'>): string | undefined =>
  existsSync(seeds) ? `${folder} holds the demonstration. Begin in another folder: CHANCERY_HOME, with databases of its own.` : undefined;

/** What is wrong in production with how a service finds its database. */
export function databaseFaults(name: string, environment: NodeJS.ProcessEnv): readonly (string | undefined)[] {
  const [variable, owners] = [databaseVariable(name), ownerVariable(name)];
  const [service, owner] = [environment[variable], environment[owners]];
  if (!service) return [`${variable} is not set. The embedded PostgreSQL is for the demonstration.`];
  if (!owner)
    return [databaseFault(variable, service), `${owners} is not set. Migrations are the owner’s, and the service has a role of its own.`];
  return [databaseFault(variable, service), databaseFault(owners, owner)];
}
