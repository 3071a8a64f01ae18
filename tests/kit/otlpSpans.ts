import { bytesOf, numberOf, protobufFields } from './protobuf.ts';

/** A value of an attribute. */
export type ReceivedValue = string | boolean | number | readonly ReceivedValue[] | null;

/** A span as a trace store receives it. Ids are hexadecimal. */
export interface ReceivedSpan {
  readonly service: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first span of a trace. */
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: 'unspecified' | 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  readonly attributes: Readonly<Record<string, ReceivedValue>>;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly status: { readonly code: 'unset' | 'ok' | 'error'; readonly message: string };
  /** How many events it carries: exceptions would be some. */
  readonly events: number;
  /** Nanoseconds since 1970. */
  readonly startedAt: bigint;
  readonly endedAt: bigint;
}

const kinds = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
const statuses = ['unset', 'ok', 'error'] as const;

/** The spans of an `ExportTraceServiceRequest` (opentelemetry-proto, trace/v1). */
export function readOtlpSpans(request: Buffer): readonly ReceivedSpan[] {
  return bytesOf(protobufFields(request), 1).flatMap((resourceSpans) => {
    const group = protobufFields(resourceSpans);
    const service = String(bytesOf(group, 1).map((resource) => readAttributes(resource, 1))[0]?.['service.name'] ?? '');
    return bytesOf(group, 2).flatMap((scopeSpans) => bytesOf(protobufFields(scopeSpans), 2).map((span) => readSpan(service, span)));
  });
}

function readSpan(service: string, bytes: Buffer): ReceivedSpan {
  const fields = protobufFields(bytes);
  const status = protobufFields(bytesOf(fields, 15)[0] ?? Buffer.alloc(0));
  return {
    service,
    traceId: hex(bytesOf(fields, 1)),
    spanId: hex(bytesOf(fields, 2)),
    parentSpanId: hex(bytesOf(fields, 4)),
    name: text(bytesOf(fields, 5)),
    kind: kinds[Number(numberOf(fields, 6))] ?? 'unspecified',
    attributes: readAttributes(bytes, 9),
    links: bytesOf(fields, 13)
      .map(protobufFields)
      .map((link) => ({ traceId: hex(bytesOf(link, 1)), spanId: hex(bytesOf(link, 2)) })),
    status: { code: statuses[Number(numberOf(status, 3))] ?? 'unset', message: text(bytesOf(status, 2)) },
    events: bytesOf(fields, 11).length,
    startedAt: numberOf(fields, 7),
    endedAt: numberOf(fields, 8),
  };
}

function readAttributes(message: Buffer, number: number): Readonly<Record<string, ReceivedValue>> {
  const pairs = bytesOf(protobufFields(message), number).map(protobufFields);
  return Object.fromEntries(pairs.map((pair) => [text(bytesOf(pair, 1)), readValue(bytesOf(pair, 2)[0])]));
}

/** An `AnyValue`: of its members the one that is there. */
function readValue(bytes: Buffer | undefined): ReceivedValue {
  const [member] = protobufFields(bytes ?? Buffer.alloc(0));
  if (member === undefined) return null;
  const { number, value } = member;
  if (Buffer.isBuffer(value)) return number === 5 ? bytesOf(protobufFields(value), 1).map(readValue) : value.toString('utf8');
  if (number === 2) return value !== 0n;
  return number === 4 ? Buffer.from(new BigUint64Array([value]).buffer).readDoubleLE() : Number(BigInt.asIntN(64, value));
}

const hex = ([bytes]: readonly Buffer[]): string => bytes?.toString('hex') ?? '';
const text = ([bytes]: readonly Buffer[]): string => bytes?.toString('utf8') ?? '';
