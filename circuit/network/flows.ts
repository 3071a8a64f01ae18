import { type Place, places } from './places.ts';

type Role = Place['role'];

/** Who may open connections to whom. What is not listed is dropped. */
export interface Flow {
  readonly from: Role;
  readonly to: Role;
  readonly why: string;
}

const serviceRoles: readonly Role[] = ['gateway', 'directory', 'exchange', 'catalogue', 'audit', 'perimeter'];

const from = (callers: readonly Role[], to: Role, why: string): readonly Flow[] => callers.map((caller) => ({ from: caller, to, why }));

/** The one list of allowed flows, by role. Between services it is what the table of calls (`trust/calls.ts`) needs, and no more. */
export const flows: readonly Flow[] = [
  ...from(['clients'], 'gateway', 'operations of the public graph'),
  ...from(['gateway'], 'directory', 'institutions and officials, and exports of their lists; what has changed of them'),
  ...from(['gateway'], 'exchange', 'dispatches and consignments'),
  ...from(['gateway'], 'catalogue', 'lists, search and statistics, and exports of them'),
  ...from(['gateway'], 'audit', 'the audit trail, exports of it, and its entries for it'),
  ...from(['gateway'], 'perimeter', 'documents and commands of an institution, and exports of its lists'),
  ...from(['exchange', 'catalogue', 'audit', 'perimeter'], 'directory', 'what has changed of institutions and officials; seals'),
  ...from(['exchange'], 'perimeter', 'release, delivery, closure; the perimeter’s events'),
  ...from(['catalogue', 'audit'], 'perimeter', 'the perimeter’s events'),
  ...from(['perimeter'], 'exchange', 'how a consignment or a release stands'),
  ...from(['catalogue', 'audit'], 'exchange', 'the exchange’s events'),
  ...from(['audit'], 'catalogue', 'the catalogue’s events: who took what out'),
  ...serviceRoles.flatMap((role) => from(['circuit'], role, 'health, and the operator’s commands')),
  ...from([...serviceRoles, 'circuit'], 'database', 'a service into its own database; the owner’s migrations'),
  ...from(['gateway', 'directory', 'exchange', 'perimeter'], 'issuer', 'the keys by which tokens are known'),
  ...from(['clients'], 'issuer', 'signing in'),
  ...from(serviceRoles, 'telemetry', 'traces'),
];

/** Whose connections a place takes. */
export const callersOf = (place: Place): readonly Place[] =>
  places.filter(({ role, name }) => name !== place.name && flows.some((flow) => flow.from === role && flow.to === place.role));

/** To whom a place opens connections. */
export const calledBy = (place: Place): readonly Place[] =>
  places.filter(({ role, name }) => name !== place.name && flows.some((flow) => flow.to === role && flow.from === place.role));
