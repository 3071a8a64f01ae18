import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A TCP port on which a process listens. */
export interface Listening {
  readonly pid: number;
  /** As people write it: `127.0.0.1`, `::`. */
  readonly address: string;
  readonly port: number;
}

/** Where these processes listen, as the kernel tells (Linux, proc(5)). */
export function listeningOf(pids: readonly number[]): readonly Listening[] {
  const sockets = new Map([...socketsIn('/proc/net/tcp'), ...socketsIn('/proc/net/tcp6')]);
  return pids.flatMap((pid) =>
    inodesOf(pid).flatMap((inode) => {
      const socket = sockets.get(inode);
      return socket === undefined ? [] : [{ pid, ...socket }];
    }),
  );
}

const LISTEN = '0A';

function socketsIn(table: string): readonly (readonly [string, Omit<Listening, 'pid'>])[] {
  const rows = readFileSync(table, 'utf8').trim().split('\n').slice(1);
  return rows.flatMap((row) => {
    const [, local = '', , state, , , , , , inode = ''] = row.trim().split(/\s+/);
    const [address = '', port = ''] = local.split(':');
    return state === LISTEN ? [[inode, { address: written(address), port: Number.parseInt(port, 16) }] as const] : [];
  });
}

/** The kernel writes each group of four bytes in the machine's order. */
function written(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => [...Buffer.from(word, 'hex')].reverse());
  return bytes.length === 4 ? bytes.join('.') : `[${Buffer.from(bytes).toString('hex')}]`;
}

function inodesOf(pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  return filesIn(folder).flatMap((name) => {
    const target = linkOf(`${folder}/${name}`);
    return target?.startsWith('socket:[') ? [target.slice('socket:['.length, -1)] : [];
  });
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // the process ended meanwhile, as those of PostgreSQL do
  }
}

function linkOf(file: string): string | undefined {
  try {
    return readlinkSync(file);
  } catch {
    return undefined; // closed meanwhile
  }
}
