import { join } from 'node:path';
import { textLimits } from '@chancery/domain';
import { mended } from '../replay/registerRow.ts';
import { hostedInstitution, type LoadedDocument, type LoadSource } from './loaded.ts';
import { cut, dayOf, orNone, readAt, valuesOf } from './readFiles.ts';

/** Diplomatic correspondence with its text. */
export const LETTERS = 'letters.jsonl.gz';

/** Whose archive the letters are from. */
const STATE = hostedInstitution('DOS', 'State Department');

interface Letter {
  readonly volume: string;
  readonly id: string;
  readonly head: string;
  readonly sender: string | null;
  readonly date: string | null;
  readonly despatch_no: string | null;
  readonly body: string;
}

/** Reads the letters of a folder; those without a date cannot be filed. */
export async function readLetters(folder: string): Promise<LoadSource> {
  const documents: LoadedDocument[] = [];
  let undated = 0;
  for await (const { at, row } of valuesOf<Letter>(join(folder, LETTERS))) {
    const documentDate = readAt(at, () => dayOf(row.date));
    if (documentDate === null) undated += 1;
    else documents.push({ at, institution: STATE.code, document: readAt(at, () => letterOf(row, documentDate)) });
  }
  return { name: 'history.state.gov', institutions: [STATE], documents, remarks: [`${undated} letters have no date and are left out.`] };
}

function letterOf(letter: Letter, documentDate: string): LoadedDocument['document'] {
  const reference = `${letter.volume}/${letter.id}`;
  const text = printable(letter.body);
  return {
    kind: 'OfficialLetter',
    reference,
    title: cut(mended(letter.head), textLimits.title),
    // Letters have no abstract: they are found by how they begin.
    abstract: cut(mended(text), 1_000),
    documentDate,
    declaredNumber: orNone(letter.despatch_no) ?? reference,
    caseFile: letter.volume,
    content: {
      subject: cut(mended(letter.head), textLimits.line),
      body: cut(text, textLimits.body),
      reference: orNone(letter.despatch_no),
      stage: orNone(cut(mended(letter.sender ?? ''), textLimits.line)),
      language: 'en',
    },
  };
}

/** Line by line, without what no text of a document may hold. */
export const printable = (text: string): string => text.split(/\r?\n/).map(mended).join('\n').trim();
