import { directory } from '@chancery/directory';
import { type Caller, type ConsignmentState, type Duty, parseInstitutionCode, parseOfficialId, Refusal } from '@chancery/domain';
import { finance } from '@chancery/finance';
import { hosted } from '@chancery/hosted';
import { justice } from '@chancery/justice';
import type { Database, ServiceDefinition } from '@chancery/kernel';
import type { Profile, ServiceClient } from '@chancery/trust';
import { ulid } from 'ulid';
import { migratedDoors } from './databases.ts';
import { bareService, smallCircuit } from './smallCircuit.ts';
import type { TestIssuer } from './testIssuer.ts';

/** Real perimeters and a real directory; the exchange says what the test lets it say. */
export interface PerimeterWorld {
  /** Asks a server through the gateway for an official; throws the refusal. */
  ask<Data>(server: string, query: string, variables: object, caller: Caller): Promise<Data>;
  /** A command of an official at the server of the institution; answers its payload. */
  run<Payload>(server: string, field: string, input: object, selection: string, caller: Caller): Promise<Payload>;
  /** A command between services, as the exchange gives it. */
  tell<Payload>(server: string, field: string, input: object, caller?: Caller | null): Promise<Payload>;
  as(service: string): ServiceClient;
  /** Whose tokens the perimeters believe. */
  readonly issuer: TestIssuer;
  /** What the exchange says of consignments and of releases, by id. */
  readonly standings: Map<string, ConsignmentState>;
  readonly dispatched: Set<string>;
  /** Consignments of which the exchange says that nobody may know. */
  readonly unheardOf: Set<string>;
  /** The URLs by which owners open the perimeters' databases. */
  readonly databases: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

const everyDuty: readonly Duty[] = ['CLERK', 'REGISTRAR', 'SIGNATORY', 'EXECUTOR', 'ANALYST'];
const codes = { JUS: 'justice', FIN: 'finance', LIB: 'hosted', ARC: 'hosted' };

/** An official who holds these duties, or all of a ministry's, in an institution. */
export const person = (institution: string, duties: readonly Duty[] = everyDuty, clearance = true): Caller => ({
  official: parseOfficialId(`${institution}:a.person`),
  institution: parseInstitutionCode(institution),
  duties,
  clearance,
});

/** Starts the directory, justice, finance and hosted on databases of their own. */
export async function perimeterWorld(profile: Profile = 'embedded'): Promise<PerimeterWorld> {
  const circuit = await smallCircuit({
    directory: 'directory',
    gateway: 'gateway',
    circuit: 'circuit',
    catalogue: 'catalogue',
    exchange: 'exchange',
    justice: 'perimeter',
    finance: 'perimeter',
    hosted: 'perimeter',
  });
  const standings = new Map<string, ConsignmentState>();
  const dispatched = new Set<string>();
  const unheardOf = new Set<string>();
  await circuit.start('directory', directory);
  await enrol(circuit.client('circuit'));
  await circuit.start('exchange', sayingExchange({ standings, dispatched, unheardOf }));
  const databases = new Map<string, string>();
  for (const [name, definition] of Object.entries({ justice, finance, hosted })) {
    const { owner, service } = await migratedDoors(definition.migrations);
    databases.set(name, owner);
    await circuit.start(name, definition, service, profile);
  }
  const by = async (caller: Caller | null) => ({ caller, token: caller && (await circuit.issuer.token(caller)) });
  const gateway = circuit.client('gateway');
  const exchange = circuit.client('exchange');
  const command = (field: string, selection: string) => {
    const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
    return `mutation Run($input: ${type}!) { ${field}(input: $input) ${selection} }`;
  };
  const first = <Payload>(answer: Readonly<Record<string, Payload>>, field: string) => answer[field] as Payload;
  return {
    ask: async (server, query, variables, caller) => gateway.ask(server, query, variables, await by(caller)),
    run: async (server, field, input, selection, caller) =>
      first(await gateway.ask(server, command(field, selection), { input }, await by(caller)), field),
    tell: async (server, field, input, caller = null) =>
      first(await exchange.ask(server, command(field, answers[field] ?? ''), { input }, await by(caller)), field),
    as: (service) => circuit.client(service),
    issuer: circuit.issuer,
    standings,
    dispatched,
    unheardOf,
    databases,
    close: () => circuit.close(),
  };
}

/** A new dispatch id of a sender, or consignment id of an addressee. */
export const newId = (institution: string): string => `${institution}:${ulid()}`;

const answers: Readonly<Record<string, string>> = {
  releaseDocument: '{ bundle }',
  acceptDelivery: '{ receipt }',
  settleDelivery: '{ settled }',
  noteClosure: '{ noted }',
};

async function enrol(operator: ServiceClient): Promise<void> {
  const institutions = Object.entries(codes).map(([code, server]) => ({ code, name: code, sector: 'test', server }));
  const enrolled = (institution: string, name: string, duties: readonly Duty[], clearance: boolean) => ({
    id: `${institution}:${name}`,
    name: `Person of ${institution}`,
    institution,
    clearance,
    duties,
  });
  const officials = Object.keys(codes).flatMap((code) => [
    enrolled(code, 'a.person', everyDuty, true),
    enrolled(code, 'b.person', everyDuty, true),
    enrolled(code, 'c.clerk', ['CLERK'], false),
  ]);
  await operator.ask('directory', 'mutation Enrol($input: EnrolInput!) { enrol(input: $input) { version } }', {
    input: { institutions, officials },
  });
}

/** An exchange that only answers what perimeters ask it. */
function sayingExchange({
  standings,
  dispatched,
  unheardOf,
}: Pick<PerimeterWorld, 'standings' | 'dispatched' | 'unheardOf'>): ServiceDefinition<Database> {
  return {
    ...bareService('exchange'),
    build: () => ({
      typeDefs: [
        `type Query { nothing: Boolean }
         input ConsignmentStandingInput { consignmentId: ID! }
         input ConcludeReleaseInput { dispatchId: ID! }
         type Standing { state: String deliveredAt: String }
         type Concluded { dispatched: Boolean }
         type Mutation {
           consignmentStanding(input: ConsignmentStandingInput!): Standing
           concludeRelease(input: ConcludeReleaseInput!): Concluded
         }`,
      ],
      resolvers: {
        Mutation: {
          consignmentStanding: (_: unknown, { input }: { readonly input: { readonly consignmentId: string } }) => {
            if (unheardOf.has(input.consignmentId)) throw new Refusal('CONSIGNMENT_NOT_FOUND');
            const state = standings.get(input.consignmentId) ?? 'IN_TRANSIT';
            return { state, deliveredAt: new Date().toISOString() };
          },
          concludeRelease: (_: unknown, { input }: { readonly input: { readonly dispatchId: string } }) => ({
            dispatched: dispatched.has(input.dispatchId),
          }),
        },
      },
    }),
  };
}
