import { perimeterSdl } from '@chancery/schema';
import { startGateway } from '@chancery/supergraph';
import { type ServiceEntry, ServiceRegistry } from '@chancery/trust';
import { usualSettings } from '../../../supergraph/gateway/settings.ts';
import { ask, type Heard } from '../../kit/asking.ts';
import { newService } from '../../kit/authority.ts';
import { type StandIn, standIn } from '../../kit/standIn.ts';
import { cast, id, startIssuer } from '../../kit/standInCircuit.ts';

/** Nine institutions, each with a server of its own. */
export const codes = ['AAA', 'BBB', 'CCC', 'DDD', 'EEE', 'FFF', 'GGG', 'HHH', 'III'] as const;

export interface NineInstitutions {
  readonly services: ReadonlyMap<string, StandIn>;
  /** Asks for one document of each of these institutions, another one each time: nothing is shared. */
  read(...of: readonly string[]): Promise<Heard>;
  close(): Promise<void>;
}

export async function startNine(): Promise<NineInstitutions> {
  const played = new Map(cast({ records: [], isUp: true }).map((each) => [each.name, each]));
  const { directory, audit, justice } = Object.fromEntries(played);
  if (!directory || !audit || !justice) throw new Error('The cast is not whole.');
  const institutions = codes.map((code) => ({ code, name: code, server: code.toLowerCase(), seals: [] }));
  const changes = directory.root.directoryChanges as (args: object) => object;
  const directoryChanges = (args: { after: number }) => ({ ...changes(args), ...(args.after > 0 ? {} : { institutions }) });
  const registry = new ServiceRegistry([]);
  const services = new Map<string, StandIn>();
  const own = await newService('gateway', 'gateway');
  const entries: ServiceEntry[] = [{ name: 'gateway', role: 'gateway', url: 'http://127.0.0.1:1', publicKey: own.publicKey }];
  for (const { name, role, sdl, root } of [
    { ...directory, root: { ...directory.root, directoryChanges } },
    audit,
    ...institutions.map(({ server }) => ({ name: server, role: 'perimeter' as const, sdl: [perimeterSdl], root: justice.root })),
  ]) {
    const { identity, publicKey } = await newService(name, role);
    const service = await standIn(identity, sdl, root, registry);
    services.set(name, service);
    entries.push({ name, role, url: service.url, publicKey });
  }
  registry.replace(entries);
  const issuer = await startIssuer();
  const settings = { services: { ...usualSettings.services, calls: 16, queue: 32, patienceMs: 4_000, slowMs: 2_000 } };
  const tokens = { issuer: 'https://issuer.test', jwks: issuer.jwks };
  const gateway = await startGateway({ identity: own.identity, registry, port: 0, tokens, settings });
  const token = await issuer.token('c.clerk', 'JUS');
  return {
    services,
    read: (...of) => {
      const variables = Object.fromEntries(of.map((code) => [code, id(code, 'Letter', nextDocument())]));
      const fields = of.map((code) => `${code}: document(id: $${code}) { title }`);
      return ask(`${gateway.url}/graphql`, {
        token,
        query: `query(${of.map((code) => `$${code}: ID!`)}) { ${fields.join(' ')} }`,
        variables,
      });
    },
    close: async () => {
      await gateway.close();
      await Promise.all([...services.values()].map((service) => service.close()));
      issuer.forget();
    },
  };
}

let documents = 0;
/** The stand-ins know those that end in 1. */
const nextDocument = (): number => 10 * documents++ + 1;
