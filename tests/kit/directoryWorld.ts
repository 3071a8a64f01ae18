import { directory } from '@chancery/directory';
import { type Caller, parseInstitutionCode, parseOfficialId } from '@chancery/domain';
import type { DirectoryChanges, ServiceClient } from '@chancery/trust';
import { migratedDoors } from './databases.ts';
import { smallCircuit } from './smallCircuit.ts';
import type { TestIssuer } from './testIssuer.ts';

/** A directory with a ministry and a court, and those who ask it. */
export interface DirectoryWorld {
  /** Calls in the name of a service: `gateway`, `circuit`, `exchange`, `justice`, `hosted`, `directory`. */
  as(service: string): ServiceClient;
  /** Asks through the gateway for a clerk of the ministry. */
  ask<Answer>(query: string, variables?: object): Promise<Answer>;
  /** Asks through the gateway for an official, whose access token it shows. */
  askFor<Answer>(caller: Caller, query: string, variables?: object): Promise<Answer>;
  /** Whose tokens the directory believes. */
  readonly issuer: TestIssuer;
  /** The URL by which its owner opens the directory's database. */
  readonly database: string;
  /** Enters institutions and officials; answers the version after it. */
  enrol(input: object, by?: string): Promise<number>;
  /** Announces a seal; answers the version after it. */
  announce(by: string, institution: string, key: object, from?: Date): Promise<number>;
  /** Ends the seals that are earlier than one; answers the version after it. */
  endSeals(by: string, institution: string, earlierThan: object, at?: Date): Promise<number>;
  changes(after: number, first?: number): Promise<DirectoryChanges>;
  close(): Promise<void>;
}

export const ministry = { code: 'JUS', name: 'Ministry of Justice', sector: 'justice', server: 'justice' };
export const court = { code: 'COURT', name: 'Court of Appeal, 100 % justice', sector: 'justice', parent: 'JUS' };
export const petrenko = {
  id: 'JUS:o.petrenko',
  name: 'Olena Petrenko',
  institution: 'JUS',
  clearance: true,
  duties: ['CLERK', 'REGISTRAR'],
};
export const koval = { id: 'COURT:i.koval', name: 'Ivan Koval', institution: 'COURT', clearance: false, duties: ['SIGNATORY'] };

const clerk: Caller = {
  official: parseOfficialId(petrenko.id),
  institution: parseInstitutionCode(petrenko.institution),
  duties: ['CLERK', 'REGISTRAR'],
  clearance: true,
};
const enrolment = 'mutation Enrol($input: EnrolInput!) { enrol(input: $input) { version } }';
const announcement = 'mutation Announce($input: AnnounceSealInput!) { announceSeal(input: $input) { version } }';
const ending = 'mutation End($input: EndSealsInput!) { endSeals(input: $input) { version } }';
const following = 'query Changes($after: Int!, $first: Int!) { directoryChanges(after: $after, first: $first) }';

/** Starts a directory on a database of its own and enrols them. */
export async function directoryWorld(): Promise<DirectoryWorld> {
  const circuit = await smallCircuit({
    directory: 'directory',
    gateway: 'gateway',
    circuit: 'circuit',
    exchange: 'exchange',
    justice: 'perimeter',
    hosted: 'perimeter',
  });
  const { owner, service } = await migratedDoors(directory.migrations);
  await circuit.start('directory', directory, service);
  const clients = new Map<string, ServiceClient>();
  const as = (service: string) => {
    const client = clients.get(service) ?? circuit.client(service);
    clients.set(service, client);
    return client;
  };
  const world: DirectoryWorld = {
    as,
    issuer: circuit.issuer,
    database: owner,
    ask: (query, variables) => world.askFor(clerk, query, variables),
    askFor: async (caller, query, variables = {}) =>
      as('gateway').ask('directory', query, variables, { caller, token: await circuit.issuer.token(caller) }),
    enrol: async (input, by = 'circuit') =>
      (await as(by).ask<{ enrol: { version: number } }>('directory', enrolment, { input })).enrol.version,
    announce: async (by, institution, key, from) =>
      (await as(by).ask<{ announceSeal: { version: number } }>('directory', announcement, { input: { institution, key, from } }))
        .announceSeal.version,
    endSeals: async (by, institution, earlierThan, at = new Date()) =>
      (await as(by).ask<{ endSeals: { version: number } }>('directory', ending, { input: { institution, earlierThan, at } })).endSeals
        .version,
    changes: async (after, first = 100) =>
      (await as('exchange').ask<{ directoryChanges: DirectoryChanges }>('directory', following, { after, first })).directoryChanges,
    close: () => circuit.close(),
  };
  await world.enrol({ institutions: [court, ministry], officials: [petrenko, koval] });
  return world;
}
