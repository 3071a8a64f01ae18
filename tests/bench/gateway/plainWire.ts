import { type Dispatcher, Pool } from 'undici';

const headers = ['content-type', 'application/json', 'accept', 'application/json'];

/** Calls over plain HTTP with nothing around them: kept connections, a body out, a text back. */
export class PlainWire {
  readonly #pool: Pool;

  constructor(origin: string) {
    this.#pool = new Pool(origin, { connections: 256, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
  }

  post(path: string, body: string): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#pool.dispatch({ path, method: 'POST', headers, body }, whole(resolve, reject));
    });
  }
}

/** What undici tells of one answer, gathered into its text. */
function whole(resolve: (text: string) => void, reject: (error: Error) => void): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = [];
  let status = 0;
  return {
    onRequestStart: () => undefined,
    onResponseStart: (_controller, statusCode) => {
      status = statusCode;
    },
    onResponseData: (_controller, chunk) => {
      chunks.push(chunk);
    },
    onResponseEnd: () => {
      const [first] = chunks;
      const bytes = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
      if (status === 200) resolve(bytes.toString('utf8'));
      else reject(new Error(`A stub answered ${status}.`));
    },
    onResponseError: (_controller, error) => reject(error),
  };
}
