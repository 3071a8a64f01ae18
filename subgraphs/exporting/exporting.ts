import type { Caller, ExportOwner } from '@chancery/domain';
import type { Database } from '@chancery/kernel';
import { refusalUnder } from '@chancery/policy';
import type { DirectoryCopy } from '@chancery/trust';
import type { ExportableList } from './exportableList.ts';
import type { ExportSettings } from './exportSettings.ts';

/** What the exports of one service stand on. */
export interface Exporting {
  /** Who stands at the head of the ids of exports that a caller begins: the service, or in a perimeter his institution. */
  readonly ownerFor: (caller: Caller) => ExportOwner;
  readonly db: Database;
  readonly directory: Pick<DirectoryCopy, 'findOfficial' | 'callerOf'>;
  readonly settings: ExportSettings;
  readonly lists: readonly ExportableList[];
}

/** The list of this name; undefined where an earlier edition had it. */
export const listNamed = ({ lists }: Pick<Exporting, 'lists'>, name: string): ExportableList | undefined =>
  lists.find((list) => list.name === name);

/** The lists that the caller may not read now. */
export const listsClosedTo = ({ lists }: Pick<Exporting, 'lists'>, caller: Caller): readonly string[] =>
  lists.filter(({ right }) => refusalUnder(right, caller) !== null).map(({ name }) => name);

/** Whether the caller sees all now that an export was made under. */
export const seesAsMuch = (list: ExportableList, caller: Caller, sight: readonly string[]): boolean => {
  const seen = list.sightOf(caller);
  return sight.every((each) => seen.includes(each));
};
