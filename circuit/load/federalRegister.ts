import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { textLimits } from '@chancery/domain';
import { mended } from '../replay/registerRow.ts';
import type { InstitutionSeed } from '../seeds/institutions.ts';
import { type Agencies, knownAgencies } from './agencies.ts';
import { type PlacedDocument, readFile } from './federalRegisterFiles.ts';
import { printable } from './letters.ts';
import type { LoadedDocument, LoadSource } from './loaded.ts';
import { cut, readAt } from './readFiles.ts';

/** Documents of several agencies, with abstracts; and one day's issue with its text. */
export const isFederalRegister = (folder: string): boolean => filesOf(folder).length > 0;

const filesOf = (folder: string): readonly string[] =>
  statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true
    ? readdirSync(folder).filter((file) => /^fr_(documents_.*\.json|issue_.*\.jsonl\.gz)$/.test(file))
    : [];

/** Whose a document is that names no agency. */
const NOBODY = 'Executive Office of the President';

/** Reads the documents of a folder. Their agencies are those of the rules beside it, where they are the same. */
export async function readFederalRegister(folder: string): Promise<LoadSource> {
  const agencies = knownAgencies(join(folder, '..'));
  const found: PlacedDocument[] = [];
  for (const file of filesOf(folder)) found.push(...(await readFile(join(folder, file))));
  const cuts = found.filter(({ body }) => (body?.length ?? 0) > textLimits.body).length;
  const institutions = new Map<string, InstitutionSeed>();
  const documents = found.map((document) => readAt(document.at, () => loaded(document, agencies, institutions)));
  return {
    name: 'federalregister.gov',
    institutions: [...institutions.values()],
    documents,
    remarks: cuts === 0 ? [] : [`${cuts} texts are longer than ${textLimits.body} characters and were cut.`],
  };
}

function loaded(found: PlacedDocument, agencies: Agencies, institutions: Map<string, InstitutionSeed>): LoadedDocument {
  const issuers = (found.agencies.length > 0 ? found.agencies : [NOBODY]).map((name) => agencies.named(name));
  for (const issuer of issuers) institutions.set(issuer.code, issuer);
  // The most particular agency comes last: it has written the document, its department has issued it with it.
  const codes = [...new Set(issuers.map(({ code }) => code))];
  return {
    at: found.at,
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
