import { directory } from '@chancery/directory';
import { type Duty, EXCHANGE, firstRegulation, type InstitutionCode, parseOfficialId } from '@chancery/domain';
import { newId } from '@chancery/trust';
import { afterAll, beforeAll } from 'vitest';
import { type DirectoryDatabase, openDirectory } from '../../subgraphs/directory/database.ts';
import { enrol } from '../../subgraphs/directory/enrol.ts';
import { insertDecision, insertVersion } from '../../subgraphs/directory/regulation/versions.ts';
import { migratedDoors } from './databases.ts';
import { FIN, JUS, MOH } from './eventBuilders.ts';

/** What all tests of a file share, once its hooks have run: the directory's database as its service opens it, and as its owner. */
export let db: DirectoryDatabase;
export let owner: DirectoryDatabase;

const names = ['a.first', 'b.second', 'z.decider'];
/** Those that have a server of their own. */
export const members = [JUS, FIN, MOH, EXCHANGE];
export const day = 86_400_000;
export const ago = (days: number) => new Date(Date.now() - days * day);

/** Opens a directory for a file, with rows of everything that may be listed, and closes it after its last test. */
export function filledDirectory(): void {
  beforeAll(async () => {
    const doors = await migratedDoors(directory.migrations);
    db = openDirectory(doors.service);
    owner = openDirectory(doors.owner);
    const institution = (code: string, more = {}) => ({ code, name: `Institution ${code}`, sector: 'state', ...more });
    const people = members.flatMap((code) =>
      names.map((name) => ({ id: `${code}:${name}`, name, institution: code, clearance: false, duties: [] })),
    );
    const holders = ['c.third', 'd.fourth', 'e.fifth'].map((name) => ({
      id: `JUS:${name}`,
      name,
      institution: 'JUS',
      clearance: true,
      duties: ['CLERK', 'SIGNATORY'] as const,
    }));
    const left = { id: 'LEFT:a.first', name: 'a.first', institution: 'LEFT', clearance: false, duties: [] };
    const institutions = [
      ...members.map((code) => institution(code, { server: code.toLowerCase() })),
      institution('COURT', { parent: 'JUS', sector: 'justice' }),
      institution('LEFT'),
    ];
    await enrol(db, { institutions, officials: [...people, ...holders, left], regulation: true }, ago(30));
    await owner.$executeRaw`UPDATE institution SET left_at = now() WHERE code = 'LEFT'`;
    for (const n of [1, 2, 3, 4, 5])
      await owner.$executeRaw`
        INSERT INTO delegation (id, delegator, delegate, duty, institution, held_from, held_to)
        VALUES (${`JUS:delegation:${n}`}, 'JUS:c.third', 'JUS:a.first', 'CLERK', 'JUS', ${ago(1 + (n % 2))}, ${ago(n > 2 ? -1 : 0.1)})`;
    await owner.$executeRaw`
      INSERT INTO delegation (id, delegator, delegate, duty, institution, held_from, held_to)
      VALUES ('JUS:delegation:9', 'JUS:d.fourth', 'FIN:b.second', 'SIGNATORY', 'JUS', ${ago(1)}, ${ago(-1)})`;
    // Of each institution each state, and always two of one moment.
    for (const code of members)
      for (const at of [ago(1), ago(1), ago(20), ago(20)])
        for (const decided of ['PENDING', 'CONFIRMED', 'DECLINED'] as const) await propose(code, { at, decided });
    for (const code of [JUS, FIN])
      for (const isOver of [false, true])
        for (const decided of ['ASKED', 'OPEN', 'ENDED', 'REVIEWED', 'DECLINED']) await askSight(code, { isOver, decided });
    for (const outcome of ['CONFIRMED', 'DECLINED', null] as const) await proposeVersion(outcome);
  });
  afterAll(() => Promise.all([db.$disconnect(), owner.$disconnect()]));
}

/** What was proposed for an official, and when. */
interface Proposal {
  readonly at: Date;
  readonly decided: 'PENDING' | 'CONFIRMED' | 'DECLINED';
  readonly duty?: Duty | null;
  readonly note?: string;
}

/** Proposes an appointment; its id. */
export async function propose(code: InstitutionCode, { at, decided, duty = 'AUDITOR', note = '=1+1' }: Proposal): Promise<string> {
  const id = `${code}:appointment:${newId()}`;
  const isDecided = decided !== 'PENDING';
  await owner.$executeRaw`
    INSERT INTO appointment (id, official, institution, duty, proposed_by, proposed_at, decided, decided_by, decided_at, note)
    VALUES (${id}, ${`${code}:${names[0]}`}, ${code}, ${duty}, ${`${code}:${names[1]}`}, ${at}, ${decided},
            ${isDecided ? `${code}:${names[2]}` : null}, ${isDecided ? at : null}::timestamptz, ${decided === 'DECLINED' ? note : null})`;
  return id;
}

let version = 5_000;

/** Asks for sight in an emergency of twelve hours, which are over or not; its id. */
export async function askSight(
  code: InstitutionCode,
  { isOver, decided }: { readonly isOver: boolean; readonly decided: string },
): Promise<string> {
  const id = `${code}:break-glass:${newId()}`;
  const asked = ago(isOver ? 2 : 0.1);
  const later = (hours: number) => new Date(asked.getTime() + hours * 3_600_000);
  const isConfirmed = ['OPEN', 'ENDED', 'REVIEWED'].includes(decided);
  const [officer, reviewer] = ['EXC:b.second', 'JUS:b.second'];
  const by = (isSo: boolean, who = officer) => (isSo ? who : null);
  const at = (isSo: boolean, hours: number) => (isSo ? later(hours) : null);
  await owner.$executeRaw`
    INSERT INTO break_glass (id, document_id, institution, official, reason, ends_at, asked_by, asked_at, decided, confirmed_by, confirmed_at, version,
                             declined_by, declined_at, note, ended_by, ended_at, reviewed_by, reviewed_at, finding)
    VALUES (${id}, ${`${code}:LegalOpinion:01JD0000000000000000000000`}, ${code}, 'MOH:a.first', 'A flood.', ${later(12)}, 'EXC:a.first', ${asked}, ${decided},
            ${by(isConfirmed)}, ${at(isConfirmed, 1)}::timestamptz, ${isConfirmed ? ++version : null}::int,
            ${by(decided === 'DECLINED')}, ${at(decided === 'DECLINED', 1)}::timestamptz, ${by(decided === 'DECLINED', 'No.')},
            ${by(decided === 'ENDED')}, ${at(decided === 'ENDED', 2)}::timestamptz,
            ${by(decided === 'REVIEWED', reviewer)}, ${at(decided === 'REVIEWED', 2)}::timestamptz, ${by(decided === 'REVIEWED', 'In order.')})`;
  return id;
}

async function proposeVersion(outcome: 'CONFIRMED' | 'DECLINED' | null): Promise<number> {
  const proposedBy = parseOfficialId('EXC:a.first');
  const { version: _, effectiveFrom: __, ...rules } = firstRegulation;
  return db.$transaction(async (tx) => {
    const version = await insertVersion(tx, { rules, note: 'More.', askedFrom: null, proposedBy, proposedAt: ago(1), endsAt: ago(-1) });
    const decided = {
      version,
      effectiveFrom: outcome === 'CONFIRMED' ? new Date() : null,
      decidedBy: 'EXC:b.second',
      decidedAt: new Date(),
    };
    if (outcome !== null)
      await insertDecision(tx, { ...decided, outcome, reason: null, change: outcome === 'CONFIRMED' ? 1_000 + version : null });
    return version;
  });
}
