/** One field of a protobuf message: its number, and a number for varints and fixed widths or the bytes of what has a length. */
export interface ProtobufField {
  readonly number: number;
  readonly value: bigint | Buffer;
}

/** The fields of a protobuf message in their order (protobuf.dev, "Encoding"). Throws where the bytes are not one. */
export function protobufFields(bytes: Buffer): readonly ProtobufField[] {
  const fields: ProtobufField[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = varint(bytes, at);
    const { value, next } = valueAt(bytes, tag.next, Number(tag.value & 7n));
    fields.push({ number: Number(tag.value >> 3n), value });
    at = next;
  }
  return fields;
}

/** All values of a field that holds messages, text or bytes. */
export const bytesOf = (fields: readonly ProtobufField[], number: number): readonly Buffer[] =>
  fields.flatMap((field) => (field.number === number && Buffer.isBuffer(field.value) ? field.value : []));

/** The last value of a field that holds a number; 0 where it is left out. */
export const numberOf = (fields: readonly ProtobufField[], number: number): bigint =>
  fields.reduce((last, field) => (field.number === number && typeof field.value === 'bigint' ? field.value : last), 0n);

interface Read<Value> {
  readonly value: Value;
  readonly next: number;
}

function valueAt(bytes: Buffer, at: number, wireType: number): Read<bigint | Buffer> {
  switch (wireType) {
    case 0:
      return varint(bytes, at);
    case 1:
      return { value: bytes.readBigUInt64LE(at), next: at + 8 };
    case 2: {
      const length = varint(bytes, at);
      const next = length.next + Number(length.value);
      if (next > bytes.length) throw new RangeError('a field is longer than its message');
      return { value: bytes.subarray(length.next, next), next };
    }
    case 5:
      return { value: BigInt(bytes.readUInt32LE(at)), next: at + 4 };
    default:
      throw new RangeError(`no such wire type: ${wireType}`);
  }
}

function varint(bytes: Buffer, at: number): Read<bigint> {
  let value = 0n;
  for (let index = 0; index < 10; index++) {
    const byte = bytes.readUInt8(at + index);
    value |= BigInt(byte & 0x7f) << BigInt(7 * index);
    if (byte < 0x80) return { value, next: at + index + 1 };
  }
  throw new RangeError('a number is longer than ten bytes');
}
