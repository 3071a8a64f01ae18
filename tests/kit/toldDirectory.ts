import { parseInstitutionCode, parseOfficialId, type RegulationInForce } from '@chancery/domain';
import { DirectoryCopy } from '../../trust/directoryCopy.ts';
import type { DirectoryChanges, InstitutionEntry, OfficialEntry, SightEntry } from '../../trust/directoryEntries.ts';
import { Unreachable } from '../../trust/unreachable.ts';

export const jus = parseInstitutionCode('JUS');
export const fin = parseInstitutionCode('FIN');

export const institution = (code: string, name = code): InstitutionEntry => ({
  code: parseInstitutionCode(code),
  name,
  server: 'hosted',
  seals: [],
});

/** Of JUS: a clerk for good, a signatory until March, an auditor of the exchange since February. */
export const petrenko: OfficialEntry = {
  id: parseOfficialId('JUS:o.petrenko'),
  name: 'Olena Petrenko',
  institution: jus,
  clearance: true,
  duties: [
    { duty: 'CLERK', institution: jus, from: '2026-01-01T00:00:00.000Z', to: null },
    { duty: 'SIGNATORY', institution: jus, from: '2026-01-01T00:00:00.000Z', to: '2026-03-01T00:00:00.000Z' },
    { duty: 'AUDITOR', institution: parseInstitutionCode('EXC'), from: '2026-02-01T00:00:00.000Z', to: null },
  ],
};

/** A directory of institutions, one version each, told three at a time, and of one official. */
export class ToldDirectory {
  readonly asked: number[] = [];
  entries: InstitutionEntry[] = ['JUS', 'FIN', 'MOH', 'EXC'].map((code) => institution(code));
  regulations: RegulationInForce[] = [];
  sights: SightEntry[] = [];
  away = false;

  ask = async <T>(_: string, __: string, variables: object): Promise<T> => {
    if (this.away) throw new Unreachable('directory', 'no connection');
    const after = Number('after' in variables && variables.after);
    this.asked.push(after);
    const told = this.entries.slice(after, after + 3);
    const version = told.length > 0 ? after + told.length : Math.min(after, this.entries.length);
    const { regulations, sights } = this;
    const changes: DirectoryChanges = {
      version,
      more: version < this.entries.length,
      institutions: told,
      officials: [petrenko],
      regulations,
      sights,
    };
    return { directoryChanges: changes } as T;
  };
}

/** A directory, and a copy of it that has not begun to follow; whoever starts it stops it. */
export function copiedDirectory(options?: ConstructorParameters<typeof DirectoryCopy>[1]) {
  const directory = new ToldDirectory();
  return { directory, copy: new DirectoryCopy(directory, options) };
}
