import { type AttributeValue, type SpanContext, SpanStatusCode } from '@opentelemetry/api';
import type { ProtobufWriter } from './protobufWriter.ts';
import type { TracedStep } from './tracedStep.ts';

// Numbers of fields as opentelemetry-proto says them (trace/v1, common/v1, resource/v1). What has its zero value is left out, as protobuf does.

/** That a context says whether it came from elsewhere, and that it did. */
const SAYS_WHETHER_REMOTE = 0x100;
const IS_REMOTE = 0x200;

/** Begins the spans of a service: an `ExportTraceServiceRequest` with one resource and one scope. `endSteps` takes what it answers. */
export function beginSteps(writer: ProtobufWriter, service: string, tracer: string): readonly number[] {
  const spans = writer.begin(1);
  const resource = writer.begin(1);
  writeAttribute(writer, 1, 'service.name', service);
  writer.end(resource);
  const scoped = writer.begin(2);
  const scope = writer.begin(1);
  writer.text(1, tracer);
  writer.end(scope);
  return [scoped, spans];
}

export function endSteps(writer: ProtobufWriter, begun: readonly number[]): void {
  for (const each of begun) writer.end(each);
}

/** Writes a step that has ended as a `Span`. */
export function writeStep(writer: ProtobufWriter, step: TracedStep): void {
  const span = writer.begin(2);
  const { traceId, spanId } = step.spanContext();
  writer.hex(1, traceId);
  writer.hex(2, spanId);
  if (step.parent !== undefined) writer.hex(4, step.parent.spanId);
  writer.text(5, step.name);
  writer.varint(6, step.kind + 1);
  writer.nanoseconds(7, step.beganAt);
  writer.nanoseconds(8, step.endedAt);
  for (const name in step.attributes) {
    const value = step.attributes[name];
    if (value !== undefined) writeAttribute(writer, 9, name, value);
  }
  for (const { context } of step.links) writeLink(writer, context);
  if (step.status.code !== SpanStatusCode.UNSET) writeStatus(writer, step.status);
  writer.fixed32(16, flagsOf(step.spanContext(), step.parent?.isRemote));
  writer.end(span);
}

function writeLink(writer: ProtobufWriter, context: SpanContext): void {
  const link = writer.begin(13);
  writer.hex(1, context.traceId);
  writer.hex(2, context.spanId);
  writer.fixed32(6, flagsOf(context, context.isRemote));
  writer.end(link);
}

function writeStatus(writer: ProtobufWriter, { code, message }: TracedStep['status']): void {
  const status = writer.begin(15);
  if (message !== undefined) writer.text(2, message);
  writer.varint(3, code);
  writer.end(status);
}

function writeAttribute(writer: ProtobufWriter, field: number, name: string, value: AttributeValue): void {
  const attribute = writer.begin(field);
  writer.text(1, name);
  writeValue(writer, 2, value);
  writer.end(attribute);
}

function writeValue(writer: ProtobufWriter, field: number, value: AttributeValue): void {
  const any = writer.begin(field);
  if (typeof value === 'string') writer.text(1, value);
  else if (typeof value === 'boolean') writer.varint(2, value ? 1 : 0);
  else if (typeof value === 'number') writeNumber(writer, value);
  // Our spans tell of nothing else.
  else if (Array.isArray(value)) writeList(writer, value);
  writer.end(any);
}

const writeNumber = (writer: ProtobufWriter, value: number): void =>
  Number.isSafeInteger(value) ? writer.int64(3, value) : writer.double(4, value);

function writeList(writer: ProtobufWriter, values: readonly AttributeValue[]): void {
  const list = writer.begin(5);
  for (const each of values) writeValue(writer, 1, each);
  writer.end(list);
}

const flagsOf = ({ traceFlags }: SpanContext, isRemote: boolean | undefined): number =>
  (traceFlags & 0xff) | SAYS_WHETHER_REMOTE | (isRemote === true ? IS_REMOTE : 0);
