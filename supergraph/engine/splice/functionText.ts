const [OPEN, CLOSE, COMMA] = [...'{},'].map((sign) => sign.charCodeAt(0));

/**
 * The text of one function that reads an object, as it grows: `b` are the bytes, `i` the place in them, `t` the tape. A part of the bytes that goes
 * out is open as long as what follows goes out too; then it is cut off.
 */
export class FunctionText {
  readonly #text = [`if(b[i++]!==${OPEN})throw unusual;`];
  #isOpen: boolean;

  /** @param isOpen whether the object stands in a part that goes out */
  constructor(isOpen: boolean) {
    this.#isOpen = isOpen;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  say(statements: string): void {
    this.#text.push(statements);
  }

  /** What stands between a field and the one before it; `at` is how many come before. */
  comma(at: number): void {
    if (at > 0) this.say(`if(b[i++]!==${COMMA})throw unusual;`);
  }

  /** A part begins, where these statements say. */
  open(statements: string): void {
    this.say(statements);
    this.#isOpen = true;
  }

  /** What follows does not go out. */
  cut(): void {
    if (this.#isOpen) this.say('t.cut(i);');
    this.#isOpen = false;
  }

  /**
   * The whole function but its name: its parameters and its body.
   * @param given what it is given beside the bytes
   * @param last statements after the last field
   */
  ended(given: string, last: string): string {
    return `(b,${given}){${this.#text.join('')}${last}if(b[i]!==${CLOSE})throw unusual;return i+1;}`;
  }
}
