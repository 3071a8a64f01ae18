import { readFileSync } from 'node:fs';
import { parseInstitutionCode, parseOfficialId } from '@chancery/domain';

/** An institution that joins, as the operator writes it down (§1.9). */
export interface JoiningInstitution {
  readonly code: string;
  readonly name: string;
  readonly sector: string;
  /** The institution that it belongs to. */
  readonly parent: string | null;
  /** The service that answers for it; null: the shared perimeter. */
  readonly server: string | null;
  readonly securityOfficers: readonly JoiningOfficer[];
}

/** A security officer with whom an institution joins. */
interface JoiningOfficer {
  readonly id: string;
  readonly name: string;
  readonly clearance: boolean;
}

/** Reads a file of institutions that join: JSON, an array. Throws where it is not so, and says which part of it. */
export function readJoining(file: string): readonly JoiningInstitution[] {
  const value = parsed(file);
  if (!Array.isArray(value) || value.length === 0) throw new Error(`${file} does not hold an array of institutions.`);
  return value.map((institution: unknown, index) => {
    const at = `institution ${index + 1}`;
    const fields = fieldsOf(institution, at, ['code', 'name', 'sector', 'parent', 'server', 'securityOfficers']);
    if (!Array.isArray(fields.securityOfficers)) throw new Error(`${at}: securityOfficers is an array.`);
    return {
      code: parseInstitutionCode.at(`${at}: code`, text(fields, 'code', at)),
      name: text(fields, 'name', at),
      sector: text(fields, 'sector', at),
      parent:
        fields.parent === undefined || fields.parent === null ? null : parseInstitutionCode.at(`${at}: parent`, text(fields, 'parent', at)),
      server: fields.server === undefined || fields.server === null ? null : text(fields, 'server', at),
      securityOfficers: fields.securityOfficers.map((officer: unknown, number) => officerIn(officer, `${at}, officer ${number + 1}`)),
    };
  });
}

function officerIn(value: unknown, at: string): JoiningOfficer {
  const fields = fieldsOf(value, at, ['id', 'name', 'clearance']);
  const { clearance = false } = fields;
  if (typeof clearance !== 'boolean') throw new Error(`${at}: clearance is true or false.`);
  return { id: parseOfficialId.at(`${at}: id`, text(fields, 'id', at)), name: text(fields, 'name', at), clearance };
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new Error(isMissing ? `There is no file ${file}.` : `${file} cannot be read as JSON.`, { cause: error });
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** What is misspelt would otherwise be missing without a word. */
function fieldsOf(value: unknown, at: string, known: readonly string[]): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${at} is an object.`);
  const unknown = Object.keys(value).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`${at} has ${unknown.join(', ')}, which nobody knows. There are: ${known.join(', ')}`);
  return value as Fields;
}

function text(fields: Fields, name: string, at: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '') throw new Error(`${at}: ${name} is a text.`);
  return value;
}
