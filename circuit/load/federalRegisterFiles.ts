import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { mended } from '../replay/registerRow.ts';
import { orNone, readAt, Unusable, valuesOf } from './readFiles.ts';

/** A document of the Federal Register, whichever file it stands in. */
interface FoundDocument {
  readonly number: string;
  readonly kind: string;
  readonly agencies: readonly string[];
  readonly date: string;
  readonly title: string;
  readonly abstract: string | null;
  readonly action: string | null;
  readonly docket: string | null;
  readonly body: string | null;
}

const kinds: Readonly<Record<string, string>> = {
  RULE: 'AgencyRule',
  'PROPOSED RULE': 'ProposedRule',
  PRORULE: 'ProposedRule',
  'PRESIDENTIAL DOCUMENT': 'PresidentialDocument',
  PRESDOCU: 'PresidentialDocument',
};

interface Listed {
  readonly document_number: string;
  readonly type: string;
  readonly title: string;
  readonly abstract: string | null;
  readonly action: string | null;
  readonly agencies: readonly { readonly name?: string | null; readonly raw_name: string }[];
  readonly docket_id: string | null;
  readonly publication_date: string;
}

interface Issued {
  readonly number: string;
  readonly type: string;
  readonly subject: string;
  readonly summary: string;
  readonly action: string;
  readonly agencies: readonly string[];
  readonly subagencies: readonly string[];
  readonly docket: string;
  readonly publication_date: string;
  readonly body: string;
}

/** One, and where it stands. */
export interface PlacedDocument extends FoundDocument {
  readonly at: string;
}

/** Reads a file: a list with abstracts (JSON), or a day's issue with its texts (JSON lines, gzipped). */
export async function readFile(path: string): Promise<readonly PlacedDocument[]> {
  const file = basename(path);
  if (path.endsWith('.json')) {
    const { results } = readAt(file, () => JSON.parse(readFileSync(path, 'utf8')) as { readonly results?: readonly Listed[] });
    if (!Array.isArray(results)) throw new Unusable(file, 'it has no list of results.');
    return results.map((each: Listed, index) => {
      const at = `${file}, result ${index + 1}`;
      return { at, ...readAt(at, () => fromList(each)) };
    });
  }
  const issued: PlacedDocument[] = [];
  for await (const { at, row } of valuesOf<Issued>(path)) issued.push({ at, ...readAt(at, () => fromIssue(row)) });
  return issued;
}

const kindOf = (type: string): string => kinds[type.toUpperCase()] ?? 'AgencyNotice';

const fromList = (row: Listed): FoundDocument => ({
  number: row.document_number,
  kind: kindOf(row.type),
  agencies: row.agencies.map(({ name, raw_name }) => name ?? raw_name),
  date: row.publication_date,
  title: row.title,
  abstract: orNone(row.abstract),
  action: orNone(row.action),
  docket: orNone(row.docket_id && mended(row.docket_id)),
  body: null,
});

const fromIssue = (row: Issued): FoundDocument => ({
  number: row.number,
  kind: kindOf(row.type),
  agencies: [...row.agencies, ...row.subagencies],
  date: row.publication_date,
  title: orNone(row.subject) ?? row.number,
  abstract: orNone(row.summary),
  action: orNone(row.action),
  docket: orNone(mended(row.docket)),
  body: orNone(row.body),
});
