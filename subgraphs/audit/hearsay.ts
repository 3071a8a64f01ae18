import { type Act, type DelegatedDuty, type ExchangeEvent, institutionOf } from '@chancery/domain';
import { type Servers, serversOf } from '@chancery/kernel';
import type { ServiceEntry } from '@chancery/trust';
import type { AuditTransaction } from './database.ts';

/** What the gateway put on record of an operation: who asked for what, in which trace. */
interface Witnessed {
  readonly traceId: string;
  /** The commands that were asked for, in one text; of a query, that it was one. */
  readonly act: string;
  readonly official: string;
  readonly institution: string | null;
  readonly delegatedBy: readonly DelegatedDuty[] | null;
}

/**
 * §10.11 A perimeter's word names its own officials. Those of other institutions it names where the gateway has put on record that they asked for
 * that command, in the same trace: an operation is on record before a perimeter hears of it (§10.2), and whoever has only read there has done nothing. Without that the act stays, as something that the perimeter says has
 * happened there, and names nobody.
 */
export async function withoutHearsay(
  tx: AuditTransaction,
  directory: Servers,
  source: ServiceEntry,
  events: readonly ExchangeEvent[],
): Promise<readonly ExchangeEvent[]> {
  if (source.role !== 'perimeter') return events;
  const servers = await serversOf(
    directory,
    events.flatMap(({ act }) => institutionsIn(act)),
  );
  const isForeign = (act: Act) => institutionsIn(act).some((code) => servers.get(code) !== source.name);
  const traces = events.filter(({ act }) => isForeign(act)).map(({ act }) => act.traceId);
  if (traces.length === 0) return events;
  const witnessed = await witnessedIn(tx, traces);
  return events.map((event) =>
    isForeign(event.act) && !isWitnessed(event.act, witnessed) ? { ...event, act: unnamed(event.act) } : event,
  );
}

/** The institutions of those whom an act names, and for which it was done. */
const institutionsIn = ({ official, institution, delegatedBy = [] }: Act): readonly string[] => [
  ...(institution === null ? [] : [institution]),
  ...(official === null ? [] : [institutionOf(official)]),
  ...delegatedBy.map(({ by }) => institutionOf(by)),
];

/** The gateway's own entries are known by ids without a service's name before them: `recordOf` makes all others. */
const witnessedIn = (tx: AuditTransaction, traces: readonly string[]): Promise<readonly Witnessed[]> => tx.$queryRaw<Witnessed[]>`
  SELECT DISTINCT trace_id AS "traceId", act, official, institution, particulars -> 'delegatedBy' AS "delegatedBy"
    FROM audit_entry WHERE trace_id = ANY(${[...new Set(traces)]}::text[]) AND official IS NOT NULL AND strpos(id, ':') = 0`;

/** What an official asks for, where a perimeter's own part in it has another name. */
const askedAs: ReadonlyMap<string, string> = new Map([['releaseDocument', 'dispatchDocument']]);

/** A query has a name that its sender chose: it is no command, whatever it is called. */
const asksFor = (act: string, command: string): boolean => {
  const words = act.split(' ');
  return words[0] !== 'query' && words.includes(askedAs.get(command) ?? command);
};

const isWitnessed = ({ name, traceId, official, institution, delegatedBy = [] }: Act, witnessed: readonly Witnessed[]): boolean =>
  witnessed.some(
    (each) =>
      each.traceId === traceId &&
      asksFor(each.act, name) &&
      each.official === official &&
      each.institution === institution &&
      delegatedBy.every(({ duty, by }) => each.delegatedBy?.some((told) => told.duty === duty && told.by === by) ?? false),
  );

function unnamed({ delegatedBy: _, ...act }: Act): Act {
  return { ...act, official: null, institution: null, duties: [] };
}
