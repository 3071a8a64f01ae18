import { connect } from 'node:net';
import { type Carried, Line, type Open, plain } from '../../../trust/line/index.ts';

/** Calls over plain HTTP with nothing around them, on the connections that our gateway uses too: a body out, a text back. */
export class PlainWire {
  readonly #line: Line;

  constructor(origin: string) {
    const { hostname, port } = new URL(origin);
    const open: Open = (onread, ready) => connect({ host: hostname, port: Number(port), onread }, ready);
    this.#line = new Line(open, 256);
  }

  /** @param alike see `Carried` */
  async post(path: string, body: string, alike: string | null = null): Promise<string> {
    return (await this.postBytes(path, body, alike)).toString();
  }

  postBytes(path: string, body: string, alike: string | null = null): Promise<Buffer> {
    const head = `POST ${path} HTTP/1.1\r\nhost: stubs\r\naccept: application/json\r\ncontent-type: application/json\r\n`;
    const text = `${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    return new Promise((resolve, reject) => {
      const carried: Carried = {
        alike,
        text: plain(text),
        heard: () => undefined,
        answered: ({ head: { status }, bytes: answer }) => {
          if (status === 200) resolve(answer);
          else reject(new Error(`A stub answered ${status}.`));
        },
        lost: reject,
      };
      this.#line.carry(carried);
    });
  }
}
