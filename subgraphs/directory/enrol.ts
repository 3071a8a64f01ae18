import { Refusal } from '@chancery/domain';
import type { DirectoryDatabase, DirectoryTransaction } from './database.ts';
import { type EnrolInput, type EnrolledInstitution, type EnrolledOfficial, enrolledInstitutions, enrolledOfficials } from './enrolment.ts';
import { enterFirstVersion } from './regulation/firstVersion.ts';
import { lastVersion } from './versions.ts';

type Versioned<Row> = Row & { readonly version: number };
type Held = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Enters institutions, officials and their duties from now, and the first regulation where that is asked for, and answers the directory's version after it.
 * What is the same as before gets no new version. Throws `INSTITUTION_UNKNOWN` for a parent or an employer that is nobody.
 */
export async function enrol(db: DirectoryDatabase, input: EnrolInput, now: Date): Promise<number> {
  return db.$transaction(async (tx) => enter(tx, await lastVersion(tx), input, now));
}

/** The same in a transaction that holds the directory's lock; `last` is the version before it. */
export async function enter(tx: DirectoryTransaction, last: number, input: EnrolInput, now: Date): Promise<number> {
  const institutions = enrolledInstitutions(input);
  const officials = await ofThese(tx, enrolledOfficials(input), input.newOfficialsOnly ?? false);
  await refuseUnknown(tx, institutions, officials);
  const changedInstitutions = numbered(await changedOf(tx, institutions), last);
  const held = await heldNow(tx, officials);
  const changedOfficials = numbered(await changedOfficialsOf(tx, officials, held), last + changedInstitutions.length);
  await writeInstitutions(tx, changedInstitutions);
  await writeOfficials(tx, changedOfficials);
  await writeDuties(tx, changedOfficials, held, now);
  const entered = last + changedInstitutions.length + changedOfficials.length;
  return input.regulation === true ? enterFirstVersion(tx, entered, now) : entered;
}

/** What was decided about an official since he was entered is not undone by entering him again, where that is asked for. */
async function ofThese(
  tx: DirectoryTransaction,
  enrolled: ReadonlyMap<string, EnrolledOfficial>,
  newOnly: boolean,
): Promise<ReadonlyMap<string, EnrolledOfficial>> {
  if (!newOnly) return enrolled;
  const stays = { id: { in: [...enrolled.keys()] }, institution: { leftAt: null } };
  const rows = await tx.official.findMany({ where: stays, select: { id: true } });
  const known = new Set(rows.map(({ id }) => id));
  return new Map([...enrolled].filter(([id]) => !known.has(id)));
}

async function refuseUnknown(
  tx: DirectoryTransaction,
  institutions: ReadonlyMap<string, EnrolledInstitution>,
  officials: ReadonlyMap<string, EnrolledOfficial>,
): Promise<void> {
  const named = [...institutions.values()].flatMap(({ parent }) => parent ?? []).concat([...officials.values()].map((o) => o.institution));
  const missing = new Set(named.filter((code) => !institutions.has(code)));
  if ((await tx.institution.count({ where: { code: { in: [...missing] }, leftAt: null } })) < missing.size)
    throw new Refusal('INSTITUTION_UNKNOWN');
}

async function changedOf(
  tx: DirectoryTransaction,
  enrolled: ReadonlyMap<string, EnrolledInstitution>,
): Promise<readonly EnrolledInstitution[]> {
  const rows = await tx.institution.findMany({ where: { code: { in: [...enrolled.keys()] } } });
  const known = new Map(rows.map((row) => [row.code, row]));
  return [...enrolled.values()].filter(({ code, name, parent, sector, server }) => {
    const row = known.get(code);
    const isSame = row?.name === name && row.parentCode === parent && row.sector === sector && row.server === server;
    return !isSame || row.leftAt !== null;
  });
}

async function changedOfficialsOf(
  tx: DirectoryTransaction,
  enrolled: ReadonlyMap<string, EnrolledOfficial>,
  held: Held,
): Promise<readonly EnrolledOfficial[]> {
  const rows = await tx.official.findMany({ where: { id: { in: [...enrolled.keys()] } } });
  const known = new Map(rows.map((row) => [row.id, row]));
  return [...enrolled.values()].filter(({ id, name, clearance, duties }) => {
    const row = known.get(id);
    const before = held.get(id) ?? none;
    const isOther = row?.name !== name || row.clearance !== clearance || row.dismissedAt !== null;
    return isOther || without(before, duties).length + without(duties, before).length > 0;
  });
}

/** The duties that officials hold in their own institutions without an end. */
async function heldNow(tx: DirectoryTransaction, enrolled: ReadonlyMap<string, EnrolledOfficial>): Promise<Held> {
  const rows = await tx.heldDuty.findMany({ where: { officialId: { in: [...enrolled.keys()] }, to: null } });
  const own = rows.filter(({ officialId, institutionCode }) => enrolled.get(officialId)?.institution === institutionCode);
  return new Map(
    [...Map.groupBy(own, ({ officialId }) => officialId)].map(([id, duties]) => [id, new Set(duties.map(({ duty }) => duty))]),
  );
}

const numbered = <Row>(rows: readonly Row[], last: number): readonly Versioned<Row>[] =>
  rows.map((row, index) => ({ ...row, version: last + index + 1 }));

async function writeInstitutions(tx: DirectoryTransaction, rows: readonly Versioned<EnrolledInstitution>[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO institution (code, name, parent, sector, server, version)
    SELECT code, name, parent, sector, server, version
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(code text, name text, parent text, sector text, server text, version int)
    ON CONFLICT (code) DO UPDATE SET (name, parent, sector, server, version, left_at)
      = (excluded.name, excluded.parent, excluded.sector, excluded.server, excluded.version, NULL)`;
}

async function writeOfficials(tx: DirectoryTransaction, rows: readonly Versioned<EnrolledOfficial>[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO official (id, name, institution, clearance, version)
    SELECT id, name, institution, clearance, version
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id text, name text, institution text, clearance boolean, version int)
    ON CONFLICT (id) DO UPDATE SET (name, clearance, version, dismissed_at) = (excluded.name, excluded.clearance, excluded.version, NULL)`;
}

/** Ends what is no longer held, and begins what is new, at the same moment. */
async function writeDuties(tx: DirectoryTransaction, officials: readonly EnrolledOfficial[], held: Held, now: Date): Promise<void> {
  const before = (id: string) => held.get(id) ?? none;
  const pairs = (of: (official: EnrolledOfficial) => readonly string[]) =>
    JSON.stringify(officials.flatMap((o) => of(o).map((duty) => ({ official: o.id, institution: o.institution, duty }))));
  await tx.$executeRaw`
    UPDATE held_duty d SET held_to = ${now}
    FROM jsonb_to_recordset(${pairs(({ id, duties }) => without(before(id), duties))}::jsonb) AS r(official text, institution text, duty text)
    WHERE d.official = r.official AND d.institution = r.institution AND d.duty = r.duty AND d.held_to IS NULL`;
  await tx.$executeRaw`
    INSERT INTO held_duty (official, institution, duty, held_from)
    SELECT official, institution, duty, ${now}
    FROM jsonb_to_recordset(${pairs(({ id, duties }) => without(duties, before(id)))}::jsonb) AS r(official text, institution text, duty text)
    ON CONFLICT (official, institution, duty, held_from) DO UPDATE SET held_to = NULL`;
}

const none: ReadonlySet<string> = new Set();
const without = (some: ReadonlySet<string>, others: ReadonlySet<string>): readonly string[] => [...some].filter((one) => !others.has(one));
