import type { Call, SubgraphAnswer } from './wire.ts';

type Send = (server: string, call: Call) => Promise<SubgraphAnswer>;

/** The lines to servers on which one operation's calls go. */
export class Lines {
  readonly #send: Send;
  #left: Map<string, Error> | undefined;

  constructor(send: Send) {
    this.#send = send;
  }

  send(server: string, call: Call): Promise<SubgraphAnswer> {
    const error = this.#left?.get(server);
    return error === undefined ? this.#send(server, call) : Promise.reject(error);
  }

  /** Nobody waits for this server any more: what is sent to it fails at once. */
  leave(server: string, error: Error): void {
    this.#left ??= new Map();
    this.#left.set(server, error);
  }
}
