import type { InstitutionCode, OfficialId } from '@chancery/domain';

/** An official who speaks to the gateway, for the institution that the official acts for. */
export interface Speaker {
  readonly official: OfficialId;
  readonly institution: InstitutionCode;
}

/** One GraphQL error of the gateway's answer. */
export interface Fault {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string; readonly clause?: string | null };
}

/** What the gateway answered: HTTP status, headers, and GraphQL's data, errors and extensions. */
export interface Answer<Data> {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Data | null;
  readonly errors: readonly Fault[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** The gateway did not do what was asked: the code of the refusal, or HTTP's status. */
export class GatewayRefusal extends Error {
  override readonly name = 'GatewayRefusal';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** A client of the public graph, as a front end is one: it knows the gateway's address and how to get a token. */
export class GatewayClient {
  readonly #url: string;
  readonly #token: (official: OfficialId, institution: InstitutionCode) => Promise<string>;

  constructor(url: string, token: (official: OfficialId, institution: InstitutionCode) => Promise<string>) {
    this.#url = url;
    this.#token = token;
  }

  /** Sends one operation and answers whatever came back. Without a speaker no token is sent. */
  async ask<Data>(query: string, variables: object, by: Speaker | null, headers: Record<string, string> = {}): Promise<Answer<Data>> {
    const authorization = by === null ? {} : { authorization: `Bearer ${await this.#token(by.official, by.institution)}` };
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization, ...headers },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(30_000),
    });
    const { data = null, errors = [], extensions = {} } = parseAnswer<Data>(await response.text());
    return { status: response.status, headers: response.headers, data, errors, extensions };
  }

  /** The data of an operation that must succeed whole; throws `GatewayRefusal` with the first error's code. */
  async read<Data>(query: string, variables: object, by: Speaker): Promise<Data> {
    const { status, data, errors } = await this.ask<Data>(query, variables, by);
    const fault = errors[0];
    if (fault) throw new GatewayRefusal(fault.extensions?.code ?? 'INTERNAL', fault.message);
    if (data === null) throw new GatewayRefusal(`HTTP_${status}`, `The gateway answered with status ${status} and no data.`);
    return data;
  }
}

function parseAnswer<Data>(text: string): Partial<Pick<Answer<Data>, 'data' | 'errors' | 'extensions'>> {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
