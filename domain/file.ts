import { type Branded, parser } from './branded.ts';
import { Refusal } from './errors.ts';
import { count, list, matching, record, wrong } from './shapes.ts';
import { cleanLine } from './text.ts';

/** SHA-256 of a file's bytes, in hexadecimal: its content, whatever it is called. */
export type FileDigest = Branded<'FileDigest'>;

/** A file as a document carries it: what is signed of it, and sent with it (§5.10). */
export interface FileEntry {
  readonly name: string;
  readonly sha256: FileDigest;
  /** In bytes. */
  readonly size: number;
  readonly mediaType: string;
}

/**
 * How many files a document carries, how long a name is in bytes of UTF-8, for how long an upload waits to be attached, and how much of one official may
 * wait: so many files, and so many times the largest one. §4.10
 */
export const fileLimits = { files: 50, name: 240, uploadMs: 24 * 3_600_000, waiting: 1_000, waitingSizes: 5 } as const;

export const parseFileDigest = parser<FileDigest>('SHA-256 of a file, 64 hexadecimal digits in small letters', /^[0-9a-f]{64}$/);

/** A media type without parameters (RFC 6838 §4.2). */
export const mediaTypePattern = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,63}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/;

/** Files in the one order in which they are signed: by their names, as UTF-16 compares them. */
export const inOrder = <File extends Pick<FileEntry, 'name'>>(files: readonly File[]): readonly File[] =>
  files.toSorted((one, other) => (one.name < other.name ? -1 : 1));

/**
 * §4.10 The name under which a document carries a file: one that is the same file on every system that it is saved on, and that shows what it says.
 * Throws `FILE_NAME_INVALID`, and what no text may hold.
 */
export function cleanFileName(text: string): string {
  const name = cleanLine('name', text.normalize('NFC'), fileLimits.name);
  if (new TextEncoder().encode(name).length > fileLimits.name) throw new Refusal('TEXT_TOO_LONG', `name takes ${fileLimits.name} bytes.`);
  const found = faults.find(([isFound]) => isFound(name));
  if (found !== undefined) throw new Refusal('FILE_NAME_INVALID', found[1]);
  return name;
}

/** What two names that somebody could take for each other have in common: also letters of other scripts that look like Latin ones. */
export const likeness = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(joiners, '')
    .replaceAll(/[\u0370-\u052f]/gu, (letter) => latin.get(letter) ?? letter);

/** The files of a bundle, kept letter for letter; names that a document could not carry here are none. */
export function parseFiles(value: unknown): readonly FileEntry[] {
  const files = list('files', value, fileLimits.files, 1).map(parseFile);
  if (new Set(files.map(({ name }) => likeness(name))).size < files.length) throw wrong('files', 'has a name twice');
  return files;
}

function parseFile(value: unknown): FileEntry {
  const file = record('file', value);
  if (typeof file.name !== 'string' || cleanFileName(file.name) !== file.name) throw wrong('file', 'has a name that is none');
  return {
    name: file.name,
    sha256: parseFileDigest(file.sha256),
    size: count('size', file.size),
    mediaType: matching('mediaType', file.mediaType, mediaTypePattern, 200),
  };
}

/** Signs that separate folders or mean something to a system, also in the wide forms of other scripts, and those that look like a slash. */
const separators = /[/\\:*?"<>|\u2044\u2215\u2216\u2571\u2572\u29f5\u29f8\u29f9]/u;
/** The same, signs that are not seen, and dots, as addresses write them (RFC 3986 §2.1). */
const coded = /%(?:[01][\da-f]|2[2aef]|3[acef]|5c|7[cf])/iu;
/** Not seen, and yet there, but needed to write Persian, Hindi or Mongolian: names that differ in them alone look the same. */
const joiners = /\u200c|\u200d|[\ufe00-\ufe0f]/gu;
/** Not seen, and yet there: two names that look the same would be two, and letters may stand in another order than they are read. */
const unseen = /[\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]/u;
/** Small letters of Cyrillic and Greek that are taken for Latin ones, themselves or as capitals. */
const latin = new Map(
  [
    ['\u0430\u03b1', 'a'],
    ['\u0432\u03b2', 'b'],
    ['\u0441\u03f2', 'c'],
    ['\u0501', 'd'],
    ['\u0435\u03b5', 'e'],
    ['\u043d\u03b7\u04bb', 'h'],
    ['\u0456\u03b9\u04cf', 'i'],
    ['\u0458\u03f3', 'j'],
    ['\u043a\u03ba', 'k'],
    ['\u043c\u03bc', 'm'],
    ['\u03bd', 'n'],
    ['\u043e\u03bf', 'o'],
    ['\u0440\u03c1', 'p'],
    ['\u051b', 'q'],
    ['\u0455', 's'],
    ['\u0442\u03c4', 't'],
    ['\u051d', 'w'],
    ['\u0445\u03c7', 'x'],
    ['\u0443\u03c5\u04af', 'y'],
    ['\u03b6', 'z'],
  ].flatMap(([letters = '', letter = '']) => [...letters].map((each) => [each, letter])),
);
/** Endings of what runs, or lets something run, when it is opened: of programs, scripts, links, pages, disks, and documents with macros. */
const running = new Set(
  `apk app appimage application appref-ms appx bat bundle cab chm cmd com command cpl deb desktop diagcab dll dmg docm dotm exe fileloc gadget hta htm
  html img inetloc inf ini iqy iso jar jnlp js jse library-ms lnk mht mhtml mjs msc msi msix msixbundle msp pif pkg potm ppam ppsm pptm ps1 psd1 psm1 py
  rdp reg rpm run scf scr sct search-ms settingcontent-ms sh shtml slk svg svgz sys terminal theme udl url vb vbe vbs vhd vhdx webloc website workflow
  ws wsc wsf wsh xbap xhtml xlam xll xlsm xltm`.split(/\s+/),
);
/** Names that are devices on Windows, whatever stands behind the dot. */
const devices = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

const faults: readonly (readonly [(name: string) => boolean, string])[] = [
  [
    (name) => separators.test(name) || separators.test(name.normalize('NFKC')),
    'It has a sign that separates folders or means something else.',
  ],
  [(name) => coded.test(name), 'It has such a sign in the code of addresses: some browsers read that.'],
  [(name) => unseen.test(name.replaceAll(joiners, '')), 'It has signs that are not seen.'],
  [(name) => /^[.\s]|[.\s]$/u.test(name.normalize('NFKC')), 'It begins or ends with a dot.'],
  [(name) => running.has(/\.([^.]*)$/.exec(likeness(name))?.[1] ?? ''), 'It ends as what runs when it is opened; send it in a ZIP.'],
  [(name) => devices.test(name.normalize('NFKC')), 'It is the name of a device.'],
];
