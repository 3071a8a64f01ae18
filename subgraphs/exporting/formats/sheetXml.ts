import type { Cell, ColumnType } from '../exportableList.ts';
import { isFormula } from './defused.ts';
import type { Page, Sheet } from './format.ts';

const style = { day: 1, moment: 2, quoted: 3, name: 4 } as const;

/** A sheet's XML, row by row: its first row has the names of the columns, and stays in sight. */
export async function* sheetXml({ columns }: Sheet, pages: AsyncIterable<Page>): AsyncGenerator<string> {
  const letters = columns.map((_, index) => lettersOf(index));
  const rowXml = (number: number, cells: readonly string[]) =>
    `<row r="${number}">${cells.map((cell, index) => (cell === '' ? '' : `<c r="${letters[index]}${number}"${cell}</c>`)).join('')}</row>`;
  const names = columns.map(({ name }) => textCell(name, style.name));
  yield opening + rowXml(1, names);
  let number = 1;
  for await (const page of pages)
    yield page
      .map((row) =>
        rowXml(
          ++number,
          row.map((cell, index) => cellXml(cell, columns[index]?.type ?? 'TEXT')),
        ),
      )
      .join('');
  yield '</sheetData></worksheet>';
}

const opening = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`;

/** A, B, …, Z, AA, AB, … */
const lettersOf = (index: number): string =>
  (index < 26 ? '' : lettersOf(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));

/** A cell behind its address; nothing where a row has no value. */
function cellXml(cell: Cell, type: ColumnType): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return `><v>${cell}</v>`;
  if (typeof cell === 'boolean') return ` t="b"><v>${cell ? 1 : 0}</v>`;
  if (typeof cell !== 'string') return cell.length === 0 ? '' : textCell(cell.join('; '));
  if (type !== 'DATE' && type !== 'MOMENT') return textCell(cell);
  const days = daysOf(cell);
  return days === null ? textCell(cell) : ` s="${type === 'DATE' ? style.day : style.moment}"><v>${days}</v>`;
}

const DAY_MS = 86_400_000;
/** Day 0 of the calendar of spreadsheets, as it counts from 1900-03-01 on: it has a 29 February 1900, and days before are told as texts. */
const dayZero = Date.UTC(1899, 11, 30);
const firstSound = Date.UTC(1900, 2, 1);
const lastSound = Date.UTC(10_000, 0, 1);

function daysOf(text: string): number | null {
  const moment = Date.parse(text);
  return moment >= firstSound && moment < lastSound ? (moment - dayZero) / DAY_MS : null;
}

/** What a cell of a sheet takes, in UTF-16 code units. */
const LONGEST = 32_767;

/** A cell that is a text is never a formula; one that looks so keeps being a text when it is edited, too. */
function textCell(text: string, named?: number): string {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
  const chosen = named ?? (isFormula(shown) ? style.quoted : undefined);
  return `${chosen === undefined ? '' : ` s="${chosen}"`} t="inlineStr"><is><t xml:space="preserve">${escaped(shown)}</t></is>`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no way to write them
const special = /[&<>\r]|_(?=x[0-9A-Fa-f]{4}_)|[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** As XML has it; what XML cannot hold as workbooks write it, `_x001F_` (ISO/IEC 29500-1, ST_Xstring). */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(special, (found) => entities[found] ?? `_x${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`);
