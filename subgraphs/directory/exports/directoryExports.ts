import { Exports, exportSettingsIn } from '@chancery/exporting';
import type { Parts } from '@chancery/kernel';
import type { DirectoryDatabase } from '../database.ts';
import { appointmentsList } from './appointmentsList.ts';
import { breakGlassesList } from './breakGlassesList.ts';
import { delegationsList } from './delegationsList.ts';
import { institutionsList } from './institutionsList.ts';
import { officialsList } from './officialsList.ts';
import { regulationsList } from './regulationsList.ts';
import { startersOf } from './startersOf.ts';

/** §3.13 What the directory makes into files. Each list stands in the input of `startDirectoryExport` under its name. */
export const directoryExports = ({ db, config }: Pick<Parts<DirectoryDatabase>, 'db' | 'config'>): Exports =>
  new Exports({
    ownerFor: () => 'directory',
    db,
    directory: startersOf(db),
    settings: exportSettingsIn(config.environment),
    lists: [institutionsList(db), officialsList(db), delegationsList(db), appointmentsList(db), breakGlassesList(db), regulationsList(db)],
  });
