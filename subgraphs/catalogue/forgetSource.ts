import type { DirectoryCopy, ServiceEntry } from '@chancery/trust';
import type { CatalogueTransaction } from './database.ts';

/**
 * Takes back what a source has told, because its feed is another one since a backup was put back and is read again: what it told of later would
 * stand for ever, and a revision that it tells anew would be taken for one that is known. Words to search by stay.
 */
export async function forgetSource(
  tx: CatalogueTransaction,
  directory: Pick<DirectoryCopy, 'servedBy'>,
  { name, role }: Pick<ServiceEntry, 'name' | 'role'>,
): Promise<void> {
  if (role === 'exchange') await forgetConsignments(tx);
  else await forgetInstitutions(tx, directory.servedBy(name));
}

/** What recipients said of them stays. */
async function forgetConsignments(tx: CatalogueTransaction): Promise<void> {
  await tx.$executeRaw`
    UPDATE consignment SET sender = NULL, kind = NULL, access = NULL, document_date = NULL, state = NULL, accepted_at = NULL, delivered_at = NULL,
                           revision = 0`;
}

async function forgetInstitutions(tx: CatalogueTransaction, codes: readonly string[]): Promise<void> {
  await tx.$executeRaw`DELETE FROM card WHERE institution = ANY(${codes}::text[])`;
  await tx.$executeRaw`DELETE FROM card_tally WHERE institution = ANY(${codes}::text[])`;
  await tx.$executeRaw`
    UPDATE consignment SET intake_state = NULL, registered_at = NULL, decision = NULL, decided_on = NULL, intake_revision = 0
     WHERE recipient = ANY(${codes}::text[])`;
}
