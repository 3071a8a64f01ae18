import { randomBytes } from 'node:crypto';

/** Words that must not come out anywhere: each names its place, and no other text can hold it by chance. */
export class Canaries {
  readonly #words = new Map<string, string>();

  /** The word for a place, the same each time. */
  in(place: string): string {
    const word = this.#words.get(place) ?? `canary ${place} ${randomBytes(9).toString('hex')}`;
    this.#words.set(place, word);
    return word;
  }

  /** Takes a word that exists by itself: a name, a token. */
  add(place: string, word: string): void {
    this.#words.set(place, word);
  }

  get size(): number {
    return this.#words.size;
  }

  /** The places whose words stand in the bytes, as they are or in Base64 (standard and URL-safe, at any offset). */
  foundIn(bytes: Buffer): readonly string[] {
    return [...this.#words].filter(([, word]) => disguises(word).some((form) => bytes.includes(form))).map(([place]) => place);
  }
}

/** Where a word begins within Base64's groups of three bytes decides how it looks: the characters that it alone decides. */
function disguises(word: string): readonly string[] {
  const inside = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), Buffer.from(word)]).toString('base64url');
    return text.slice(offset === 0 ? 0 : offset + 1, -2);
  });
  return [word, encodeURIComponent(word), ...inside.flatMap((text) => [text, text.replaceAll('-', '+').replaceAll('_', '/')])];
}
