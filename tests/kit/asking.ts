/** One operation, as it is sent to a gateway. */
export interface Asked {
  readonly query?: string;
  readonly operationName?: string;
  readonly variables?: object;
  readonly extensions?: object;
  /** A bearer token; nobody asks without. */
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came back: the status, the headers, and GraphQL's answer as it stands. */
export interface Heard {
  readonly status: number;
  readonly headers: Headers;
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly unknown[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** Of the first error. */
  readonly code: unknown;
}

/** Sends one operation by POST. */
export async function ask(graphql: string, { token, headers = {}, ...body }: Asked): Promise<Heard> {
  const answer = await fetch(graphql, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
    body: JSON.stringify(body),
  });
  const told = (await answer.json()) as Pick<Heard, 'data' | 'errors' | 'extensions'>;
  return { status: answer.status, headers: answer.headers, ...told, code: told.errors?.[0]?.extensions.code };
}
