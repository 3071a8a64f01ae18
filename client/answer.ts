import { ChanceryError } from './chanceryError.ts';

/** Where the card of a document stands in for an institution that is away, and as of when it is. */
export interface AsOf {
  readonly path: readonly (string | number)[];
  readonly at: string;
}

/** What came. Where something is missing, it is null in `data`, and one of `errors` says why at its path. */
export interface Answer<Data> {
  readonly data: Data;
  readonly errors: readonly ChanceryError[];
  /** A page that shows such a document says so beside it. */
  readonly asOf: readonly AsOf[];
  readonly traceId: string | undefined;
}

/** The answer as GraphQL writes it; nobody has looked at it yet. */
interface Written {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message?: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
  readonly extensions?: { readonly asOf?: readonly AsOf[] };
}

/** Reads what the exchange answered; throws a {@link ChanceryError} where nothing came of all that was asked. */
export async function readAnswer<Data>(response: Response): Promise<Answer<Data>> {
  const traceId = response.headers.get('x-trace-id') ?? undefined;
  const written = await readWritten(response, traceId);
  const [first, ...others] = errorsOf(written, response, traceId);
  const { data } = written;
  const isNothing = data === undefined || data === null || Object.values(data).every((value) => value === null);
  if (first !== undefined && isNothing) throw new ChanceryError(first.message, first, { others });
  if (data === undefined || data === null) throw noAnswer(response, traceId);
  const errors = first === undefined ? [] : [first, ...others];
  return { data: data as Data, errors, asOf: written.extensions?.asOf ?? [], traceId };
}

async function readWritten(response: Response, traceId: string | undefined): Promise<Written> {
  const text = await response.text();
  try {
    const written: unknown = JSON.parse(text);
    if (typeof written === 'object' && written !== null && ('data' in written || 'errors' in written)) return written as Written;
  } catch {}
  throw noAnswer(response, traceId);
}

function errorsOf({ errors = [] }: Written, response: Response, traceId: string | undefined): readonly ChanceryError[] {
  return errors.map(({ message, path, extensions = {} }) => {
    const { code, clause, institution, since, retryAfter } = extensions;
    return new ChanceryError(message ?? 'No reason was given.', {
      code: word(code) ?? 'INTERNAL',
      clause: word(clause),
      institution: word(institution),
      since: word(since),
      retryAfter: typeof retryAfter === 'number' ? retryAfter : retryAfterOf(response),
      path,
      traceId,
      status: response.status,
    });
  });
}

/** Something on the way answered in the exchange's place: a proxy, or a page. */
const noAnswer = (response: Response, traceId: string | undefined): ChanceryError =>
  new ChanceryError(`What came (HTTP ${response.status}) is no answer of the exchange; is the address that of its graph?`, {
    code: 'NO_ANSWER',
    retryAfter: retryAfterOf(response),
    traceId,
    status: response.status,
  });

/** Seconds, or a date (RFC 9110 §10.2.3). */
function retryAfterOf({ headers }: Response): number | undefined {
  const said = headers.get('retry-after');
  if (said === null) return undefined;
  const seconds = /^\d+$/.test(said) ? Number(said) : (Date.parse(said) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, Math.ceil(seconds));
}

const word = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
