import { Readable } from 'node:stream';
import type { ContentStore, HeldBytes, Part } from './contentStore.ts';

/** A store that is loaded when it is first asked. */
export class LazyStore implements ContentStore {
  readonly #load: () => Promise<ContentStore>;
  #loaded: Promise<ContentStore> | undefined;

  constructor(load: () => Promise<ContentStore>) {
    this.#load = load;
  }

  async prepare(): Promise<void> {
    await (await this.#store()).prepare();
  }

  async keep(bytes: AsyncIterable<Buffer>, nameOf: () => string): Promise<string> {
    return (await this.#store()).keep(bytes, nameOf);
  }

  read(place: string, part: Part): Readable {
    const store = this.#store();
    async function* bytes(): AsyncGenerator<Buffer> {
      yield* (await store).read(place, part);
    }
    return Readable.from(bytes(), { objectMode: false });
  }

  async sizeAt(place: string): Promise<number | null> {
    return (await this.#store()).sizeAt(place);
  }

  async remove(place: string): Promise<void> {
    await (await this.#store()).remove(place);
  }

  async page(behind: string, most: number): Promise<readonly HeldBytes[]> {
    return (await this.#store()).page(behind, most);
  }

  #store(): Promise<ContentStore> {
    this.#loaded ??= this.#load();
    return this.#loaded;
  }
}
