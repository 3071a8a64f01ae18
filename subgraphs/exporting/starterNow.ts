import { type Caller, Refusal } from '@chancery/domain';
import { refusalUnder } from '@chancery/policy';
import type { ExportableList } from './exportableList.ts';
import { type Exporting, seesAsMuch } from './exporting.ts';
import type { ExportRow } from './exportRow.ts';

/**
 * §3.13 Who began an export, as he stands now by the directory's word: nothing of his token was kept. Throws `OFFICIAL_UNKNOWN`, `OFFICIAL_DISMISSED`,
 * `DUTY_REQUIRED`, `EXPORT_RIGHTS_CHANGED` where he sees more or less than when it began, and `Unreachable` where nobody can say.
 */
export async function starterNow({ directory }: Pick<Exporting, 'directory'>, list: ExportableList, row: ExportRow): Promise<Caller> {
  const official = await directory.findOfficial(row.official);
  if (official === undefined) throw new Refusal('OFFICIAL_UNKNOWN');
  const caller = directory.callerOf(official, row.institution, new Date());
  const refusal = refusalUnder(list.right, caller);
  if (refusal !== null) throw refusal;
  const isSame = seesAsMuch(list, caller, row.sight) && list.sightOf(caller).length === row.sight.length;
  if (!isSame) throw new Refusal('EXPORT_RIGHTS_CHANGED');
  return caller;
}
