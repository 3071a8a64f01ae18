import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Which rows of a register are through: one number on each line. A row that is not in it is begun again and repeats nothing. */
export class Journal {
  readonly #file: string;
  readonly #finished: Set<number>;

  constructor(file: string) {
    this.#file = file;
    mkdirSync(dirname(file), { recursive: true });
    this.#finished = new Set(existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean).map(Number) : []);
  }

  has(row: number): boolean {
    return this.#finished.has(row);
  }

  finish(row: number): void {
    this.#finished.add(row);
    appendFileSync(this.#file, `${row}\n`);
  }
}
