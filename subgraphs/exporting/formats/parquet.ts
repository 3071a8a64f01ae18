import type { ByteWriter, SchemaElement } from 'hyparquet-writer';
import type { Cell, Column, ColumnType } from '../exportableList.ts';
import type { Format } from './format.ts';

/** Apache Parquet: a row group for each page, compressed with Snappy. What writes it is loaded by the first who asks for one. */
export const parquet: Format = {
  mediaType: 'application/vnd.apache.parquet',
  extension: 'parquet',
  mostRows: Number.MAX_SAFE_INTEGER,
  async *bytesOf({ columns }, pages) {
    const { ByteWriter, ParquetWriter } = await import('hyparquet-writer');
    const bytes = passedOn(ByteWriter);
    const schema = [{ name: 'root', num_children: columns.length }, ...columns.flatMap(schemaOf)];
    const writer = new ParquetWriter({ writer: bytes, schema, createdBy: 'chancery' });
    for await (const page of pages) {
      if (page.length === 0) continue;
      const columnData = columns.map(({ name, type }, index) => ({ name, data: page.map((row) => storedAs(row[index] ?? null, type)) }));
      await writer.write({ columnData, rowGroupSize: page.length });
      yield bytes.taken();
    }
    await writer.finish();
    yield bytes.taken();
  },
};

/** Keeps only what was not taken yet; where a byte stands in the file it knows all the same. */
function passedOn(Writer: typeof ByteWriter) {
  class PassedOn extends Writer {
    taken(): Uint8Array {
      const taken = new Uint8Array(this.buffer.slice(0, this.index));
      this.index = 0;
      return taken;
    }
  }
  return new PassedOn();
}

function schemaOf({ name, type }: Column): SchemaElement[] {
  const repetition_type = 'OPTIONAL';
  switch (type) {
    case 'TEXT':
      return [{ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type }];
    case 'TEXTS':
      return [
        { name, repetition_type, num_children: 1, converted_type: 'LIST' },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        { name: 'element', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
      ];
    case 'INTEGER':
      return [{ name, type: 'INT64', repetition_type }];
    case 'NUMBER':
      return [{ name, type: 'DOUBLE', repetition_type }];
    case 'BOOLEAN':
      return [{ name, type: 'BOOLEAN', repetition_type }];
    case 'DATE':
      return [{ name, type: 'INT32', converted_type: 'DATE', repetition_type }];
    case 'MOMENT':
      return [{ name, type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', repetition_type }];
  }
}

function storedAs(cell: Cell, type: ColumnType): unknown {
  if (cell === null) return undefined;
  switch (type) {
    case 'TEXT':
    case 'TEXTS':
    case 'NUMBER':
    case 'BOOLEAN':
      return cell;
    case 'INTEGER':
      return BigInt(Number(cell));
    case 'DATE':
    case 'MOMENT':
      return new Date(String(cell));
  }
}
