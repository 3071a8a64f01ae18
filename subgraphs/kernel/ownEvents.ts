import {
  type EventPayload,
  type ExchangeEvent,
  type InstitutionCode,
  institutionOf,
  ownerOfExport,
  perimeterOfExport,
} from '@chancery/domain';
import type { DirectoryCopy, ServiceEntry } from '@chancery/trust';
import { reportFault } from './faults.ts';

/** Who asks which service answers for an institution. */
export type Servers = Pick<DirectoryCopy, 'institution' | 'refresh'>;

/** For how long an event of an institution that nobody knows is waited with: it may have come before the directory's word of it. */
const patienceMs = 3_600_000;

/**
 * Of what a feed tells, that which its service may tell: a perimeter of its own institutions' documents, intakes and exports, the exchange of consignments,
 * the directory of officials, of the regulation and of sight in an emergency, who made an export of that, and each of what it refused. Anything else is reported and left out, so
 * that no perimeter speaks for another; what a perimeter refused about another's document is kept without the id. Throws when the directory does not
 * answer, or knows no institution that something was just told of: then the page is taken later.
 */
export async function ownEvents(
  directory: Servers,
  source: ServiceEntry,
  events: readonly ExchangeEvent[],
  now = new Date(),
): Promise<readonly ExchangeEvent[]> {
  const named = source.role === 'perimeter' ? events.flatMap(({ payload }) => refusedAbout(payload) ?? []) : [];
  const servers = await serversOf(directory, [...events.flatMap(({ payload }) => speakerOf(payload) ?? []), ...named]);
  const early = events.filter((event) => isYoung(event, now)).map(({ payload }) => speakerOf(payload));
  const unknown = early.find((code) => code !== null && !servers.has(code));
  if (unknown !== undefined) throw new Error(`The directory knows no institution ${unknown}.`);
  const served = new Set([...servers].flatMap(([code, server]) => (server === source.name ? [code] : [])));
  const own = events
    .filter(({ act, payload }) => isOwn(payload, source, served) && isOwnAct(act.institution, payload))
    .map((event) => withOwnSubject(event, source, served));
  if (own.length < events.length) reportFault(`following ${source.name}`, `${events.length - own.length} events of others were left out`);
  return own;
}

/** The services that answer for institutions, by their codes; the directory is asked once for all that the copy does not know. Throws `Unreachable`. */
export async function serversOf(directory: Servers, codes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const asked = [...new Set(codes)];
  if (asked.some((code) => directory.institution(code) === undefined)) await directory.refresh();
  return new Map(
    asked.flatMap((code) => {
      const server = directory.institution(code)?.server;
      return server === undefined ? [] : [[code, server] as const];
    }),
  );
}

/** The institution whose perimeter alone may tell this; none for what the exchange tells, and for refusals. */
function speakerOf(payload: EventPayload): InstitutionCode | null {
  if (payload.type === 'document') return institutionOf(payload.documentId);
  if (payload.type === 'import') return payload.institution;
  if (payload.type === 'export') return perimeterOfExport(payload.exportId);
  return payload.type === 'intake' ? institutionOf(payload.consignmentId) : null;
}

/** Whether it may have come before the directory's word; what lies about its time is not waited with. */
const isYoung = ({ at, claimedAt }: ExchangeEvent, now: Date): boolean =>
  claimedAt === undefined && now.getTime() - Date.parse(at) < patienceMs;

/** The institution that a refused act was about, by the id that was named; one that nobody knows is nobody's. */
function refusedAbout(payload: EventPayload): string | null {
  return payload.type === 'refused' ? (payload.subject?.split(':')[0] ?? null) : null;
}

/** A perimeter tells of its own institution's acts, and of what services did there: nobody else's official changes what is its own. */
const isOwnAct = (institution: InstitutionCode | null, payload: EventPayload): boolean => {
  const speaker = speakerOf(payload);
  return speaker === null || institution === null || institution === speaker;
};

function isOwn(payload: EventPayload, { role }: ServiceEntry, served: ReadonlySet<string>): boolean {
  const speaker = speakerOf(payload);
  if (speaker !== null) return role === 'perimeter' && served.has(speaker) && isAbout(payload, speaker);
  if (payload.type === 'refused' || payload.type === 'unread') return true;
  if (payload.type === 'export') return role === ownerOfExport(payload.exportId);
  return role === (payload.type === 'consignment' ? 'exchange' : 'directory');
}

/** §10.1 An act that was refused stays on record whatever it was about; a perimeter names only what is its own. */
function withOwnSubject(event: ExchangeEvent, { role }: ServiceEntry, served: ReadonlySet<string>): ExchangeEvent {
  const { payload } = event;
  const about = refusedAbout(payload);
  if (payload.type !== 'refused' || role !== 'perimeter' || about === null || served.has(about)) return event;
  return { ...event, payload: { ...payload, subject: null } };
}

/** The institution that a payload names is the one at the head of its id. */
const isAbout = (payload: EventPayload, speaker: InstitutionCode): boolean =>
  (payload.type !== 'document' && payload.type !== 'intake') || payload.institution === speaker;
