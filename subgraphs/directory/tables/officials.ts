import { type InstitutionCode, institutionOf, type OfficialId, Refusal } from '@chancery/domain';
import type { Transaction } from '@chancery/kernel';

/** An official as commands see him. */
export interface OfficialRecord {
  readonly id: OfficialId;
  /** The official's own. */
  readonly institution: InstitutionCode;
  readonly clearance: boolean;
  readonly isDismissed: boolean;
}

/** Whether the directory has an official of this id, dismissed or not. */
export const isKnown = async (tx: Transaction, id: OfficialId): Promise<boolean> => (await find(tx, id)) !== undefined;

/** An official who may act; throws `OFFICIAL_UNKNOWN`, `OFFICIAL_DISMISSED`. §2.2 */
export async function actingOfficial(tx: Transaction, id: OfficialId): Promise<OfficialRecord> {
  const official = await find(tx, id);
  if (official === undefined) throw new Refusal('OFFICIAL_UNKNOWN');
  if (official.isDismissed) throw new Refusal('OFFICIAL_DISMISSED');
  return official;
}

/** §2.6.1 Enters an official, without duties and without clearance. */
export async function insertOfficial(tx: Transaction, id: OfficialId, name: string, version: number): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO official (id, name, institution, clearance, version) VALUES (${id}, ${name}, ${institutionOf(id)}, FALSE, ${version})`;
}

/** What an official holds has changed: the copies are told. */
export async function noteChange(tx: Transaction, id: OfficialId, version: number): Promise<void> {
  await tx.$executeRaw`UPDATE official SET version = ${version} WHERE id = ${id}`;
}

/** Gives clearance, or takes it. */
export async function setClearance(tx: Transaction, id: OfficialId, clearance: boolean, version: number): Promise<void> {
  await tx.$executeRaw`UPDATE official SET clearance = ${clearance}, version = ${version} WHERE id = ${id}`;
}

/** The official acts no more; the name stays for what was done. */
export async function markDismissed(tx: Transaction, id: OfficialId, at: Date, version: number): Promise<void> {
  await tx.$executeRaw`UPDATE official SET dismissed_at = ${at}, version = ${version} WHERE id = ${id}`;
}

async function find(tx: Transaction, id: OfficialId): Promise<OfficialRecord | undefined> {
  const [row] = await tx.$queryRaw<OfficialRecord[]>`
    SELECT id, institution, clearance, dismissed_at IS NOT NULL AS "isDismissed" FROM official WHERE id = ${id}`;
  return row;
}
