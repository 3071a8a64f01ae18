import { readFileSync } from 'node:fs';

/** Where traces go, and what is said and shown there. */
export interface StoreAddress {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly isCompressed: boolean;
  /** How long the store may take for one batch. */
  readonly timeoutMs: number;
  /** PEM: by which authority the store is known, and the certificate that is shown to it. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment says of a trace store, by OpenTelemetry's own names (OTLP exporter configuration); null where it names none. Throws where it is none. */
export function storeAddressIn(environment: Environment): StoreAddress | null {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: base, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: whole } = environment;
  if (!base && !whole) return null;
  const said = (name: string) => environment[`OTEL_EXPORTER_OTLP_TRACES_${name}`] || environment[`OTEL_EXPORTER_OTLP_${name}`];
  requireProtocol(said('PROTOCOL'));
  return {
    url: whole
      ? requireUrl('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', whole)
      : `${requireUrl('OTEL_EXPORTER_OTLP_ENDPOINT', base ?? '').replace(/\/+$/, '')}/v1/traces`,
    headers: { ...pairsIn(environment.OTEL_EXPORTER_OTLP_HEADERS), ...pairsIn(environment.OTEL_EXPORTER_OTLP_TRACES_HEADERS) },
    isCompressed: said('COMPRESSION') === 'gzip',
    timeoutMs: Number(said('TIMEOUT')) || 10_000,
    ...fileIn('ca', said('CERTIFICATE')),
    ...fileIn('cert', said('CLIENT_CERTIFICATE')),
    ...fileIn('key', said('CLIENT_KEY')),
  };
}

function requireUrl(name: string, url: string): string {
  if (/^https?:$/.test(URL.parse(url)?.protocol ?? '')) return url;
  throw new Error(`${name} is the address of a trace store, such as http://127.0.0.1:4318; ${JSON.stringify(url)} is none.`);
}

function requireProtocol(protocol: string | undefined): void {
  if (protocol === undefined || protocol === 'http/protobuf') return;
  throw new Error(`OTEL_EXPORTER_OTLP_PROTOCOL: traces are sent as http/protobuf and nothing else, not as ${JSON.stringify(protocol)}.`);
}

const fileIn = (name: 'ca' | 'cert' | 'key', path: string | undefined) =>
  path === undefined ? {} : { [name]: readFileSync(path, 'utf8') };

/** `name=value,name=value`, percent-encoded, as W3C Baggage writes it. */
function pairsIn(text = ''): Readonly<Record<string, string>> {
  const pairs = text.split(',').map((pair) => pair.split('='));
  return Object.fromEntries(
    pairs.flatMap(([name = '', ...value]) =>
      name.trim() === '' ? [] : [[decodeURIComponent(name.trim()), decodeURIComponent(value.join('=').trim())]],
    ),
  );
}
