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

/** What the environment says of a trace store, by OpenTelemetry's own names (OTLP exporter configuration); null where it names none. */
export function storeAddressIn(environment: Environment): StoreAddress | null {
  const base = environment.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (!base) return null;
  const said = (name: string) => environment[`OTEL_EXPORTER_OTLP_TRACES_${name}`] || environment[`OTEL_EXPORTER_OTLP_${name}`];
  return {
    url: environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || `${base.replace(/\/+$/, '')}/v1/traces`,
    headers: { ...pairsIn(environment.OTEL_EXPORTER_OTLP_HEADERS), ...pairsIn(environment.OTEL_EXPORTER_OTLP_TRACES_HEADERS) },
    isCompressed: said('COMPRESSION') === 'gzip',
    timeoutMs: Number(said('TIMEOUT')) || 10_000,
    ...fileIn('ca', said('CERTIFICATE')),
    ...fileIn('cert', said('CLIENT_CERTIFICATE')),
    ...fileIn('key', said('CLIENT_KEY')),
  };
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
