import { crc32 } from 'node:zlib';

/** One entry of a ZIP: what lies there, and what its headers say of it. */
export interface ZipEntry {
  /** 0 is stored, 8 is deflated. */
  readonly method: 0 | 8;
  readonly bytes: Buffer;
  /** How large it says that it is, unpacked. */
  readonly size: number;
}

/** A ZIP with one entry (APPNOTE 6.3), sound but for what is said of the entry. */
export function zipOf(name: string, { method, bytes, size }: ZipEntry): Buffer {
  const path = Buffer.from(name);
  const known = Buffer.alloc(26);
  known.writeUInt16LE(20, 0);
  known.writeUInt16LE(method, 4);
  known.writeUInt32LE(method === 0 ? crc32(bytes) : 0, 10);
  known.writeUInt32LE(bytes.length, 14);
  known.writeUInt32LE(size, 18);
  known.writeUInt16LE(path.length, 22);
  const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), known, path, bytes]);
  const place = Buffer.alloc(14);
  const central = Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), known, place, path]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, Buffer.from('PK\u0005\u0006'), end]);
}
