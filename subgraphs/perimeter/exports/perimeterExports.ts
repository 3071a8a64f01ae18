import { Exports, exportSettingsIn } from '@chancery/exporting';
import type { Perimeter } from '../perimeter.ts';
import { inboxList } from './inboxList.ts';
import { noticesList } from './noticesList.ts';

/**
 * §3.13 What a perimeter makes into files. Each list stands in the input of `startPerimeterExport` under its name. An export is of the institution for
 * which its official acts, and has its code in its id: so whoever shares a server has exports of his own.
 */
export const perimeterExports = (perimeter: Perimeter, environment: NodeJS.ProcessEnv | undefined): Exports =>
  new Exports({
    ownerFor: ({ institution }) => institution,
    db: perimeter.db,
    directory: perimeter.directory,
    settings: exportSettingsIn(environment),
    lists: [inboxList(perimeter.db), noticesList(perimeter.db)],
  });
