import { mediaTypePattern, Refusal } from '@chancery/domain';

/** How much of a file tells its type: what is looked at is bounded, whatever the file claims to hold. */
export const BEGINNING = 64 * 1024;

/** Types whose content is text and nothing else: no mark in the bytes tells one from the other. */
const texts: readonly string[] = ['text/plain', 'text/csv', 'text/markdown', 'application/json', 'application/xml'];
/** Other names of the same. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['text/xml', 'application/xml'],
  ['application/x-gzip', 'application/gzip'],
  ['application/x-zip-compressed', 'application/zip'],
  ['application/x-pdf', 'application/pdf'],
  ['image/jpg', 'image/jpeg'],
]);
const unsaid = 'application/octet-stream';

/**
 * §4.11 The media type of a file that is said to be of a type, and begins so. Throws `FILE_TYPE_MISMATCH` where it is another, and `FILE_TYPE_REFUSED`
 * for one that this institution does not take. Where nothing is said, it is what it is.
 */
export async function typeOf(said: string | null, beginning: Uint8Array, taken: ReadonlySet<string>): Promise<string> {
  const claim = claimIn(said);
  const found = await typesFound(beginning);
  const type = claim === unsaid ? found[0] : found.find((each) => each === claim);
  if (type === undefined)
    throw new Refusal('FILE_TYPE_MISMATCH', `It is said to be ${claim}, and is ${found[0] ?? 'nothing that is known'}.`);
  if (!taken.has(type)) throw new Refusal('FILE_TYPE_REFUSED', `It is ${type}; taken are ${[...taken].join(', ')}.`);
  return type;
}

function claimIn(said: string | null): string {
  const type = said?.split(';')[0]?.trim().toLowerCase() || unsaid;
  if (!mediaTypePattern.test(type)) throw new Refusal('BAD_INPUT', 'content-type names no media type.');
  return aliases.get(type) ?? type;
}

/** What bytes that begin so may be, the likeliest first. */
async function typesFound(beginning: Uint8Array): Promise<readonly string[]> {
  // Loaded by the first file: a perimeter starts without it.
  const { fileTypeFromBuffer } = await import('file-type');
  const marked = await fileTypeFromBuffer(beginning).catch(() => undefined);
  if (marked !== undefined) return [aliases.get(marked.mime) ?? marked.mime];
  return isText(beginning) ? texts : [];
}

/** UTF-8, perhaps cut off within a character, without what no text holds. */
function isText(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: bytes.length >= BEGINNING });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    return !/[\u0000-\u0008\u000b\u000e-\u001f\u007f]/.test(text);
  } catch {
    return false;
  }
}
