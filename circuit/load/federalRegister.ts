import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { textLimits } from '@chancery/domain';
import { mended } from '../replay/registerRow.ts';
import type { InstitutionSeed } from '../seeds/institutions.ts';
import { type Agencies, knownAgencies } from './agencies.ts';
import { printable } from './letters.ts';
import type { LoadedDocument, LoadSource } from './loaded.ts';
import { cut, linesOf, orNone } from './readFiles.ts';

/** Documents of several agencies, with abstracts; and one day's issue with its text. */
export const isFederalRegister = (folder: string): boolean => filesOf(folder).length > 0;

const filesOf = (folder: string): readonly string[] =>
  existsSync(folder) ? readdirSync(folder).filter((file) => /^fr_(documents_.*\.json|issue_.*\.jsonl\.gz)$/.test(file)) : [];

/** Whose a document is that names no agency. */
const NOBODY = 'Executive Office of the President';

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

/** Reads the documents of a folder. Their agencies are those of the rules beside it, where they are the same. */
export async function readFederalRegister(folder: string): Promise<LoadSource> {
  const agencies = knownAgencies(join(folder, '..'));
  const found: FoundDocument[] = [];
  for (const file of filesOf(folder)) found.push(...(await readFile(join(folder, file))));
  const cuts = found.filter(({ body }) => (body?.length ?? 0) > textLimits.body).length;
  const institutions = new Map<string, InstitutionSeed>();
  const documents = found.map((document) => loaded(document, agencies, institutions));
  return {
    name: 'federalregister.gov',
    institutions: [...institutions.values()],
    documents,
    remarks: cuts === 0 ? [] : [`${cuts} texts are longer than ${textLimits.body} characters and were cut.`],
  };
}

function loaded(found: FoundDocument, agencies: Agencies, institutions: Map<string, InstitutionSeed>): LoadedDocument {
  const issuers = (found.agencies.length > 0 ? found.agencies : [NOBODY]).map((name) => agencies.named(name));
  for (const issuer of issuers) institutions.set(issuer.code, issuer);
  // The most particular agency comes last: it has written the document, its department has issued it with it.
  const codes = [...new Set(issuers.map(({ code }) => code))];
  return {
    institution: codes.at(-1) ?? NOBODY,
    document: {
      kind: found.kind,
      reference: found.number,
      title: cut(mended(found.title), textLimits.title),
      abstract: found.abstract && cut(printable(found.abstract), textLimits.abstract),
      documentDate: found.date,
      declaredNumber: found.number,
      caseFile: found.docket && cut(found.docket, textLimits.line),
      jointInstitutions: codes.slice(0, -1),
      content: {
        reference: found.number,
        docket: found.docket && cut(found.docket, textLimits.line),
        action: found.action && cut(mended(found.action), textLimits.line),
        body: found.body && cut(printable(found.body), textLimits.body),
        language: 'en',
      },
    },
  };
}

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

async function readFile(path: string): Promise<readonly FoundDocument[]> {
  if (path.endsWith('.json')) {
    const { results } = JSON.parse(readFileSync(path, 'utf8')) as { readonly results: readonly Listed[] };
    return results.map(fromList);
  }
  const issued: FoundDocument[] = [];
  for await (const line of linesOf(path)) issued.push(fromIssue(JSON.parse(line) as Issued));
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
