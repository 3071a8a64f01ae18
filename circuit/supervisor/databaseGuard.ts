import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Home } from './home.ts';

const successor = fileURLToPath(new URL('./endLeftDatabase.ts', import.meta.url));

/**
 * Sees to it that the embedded PostgreSQL does not outlive this process by more than moments, also where it is killed: a shell waits at the end of a
 * pipe that nobody writes to, and when the other end is gone runs `endLeftDatabase.ts`. A shell, because waiting in Node would cost 40 MB.
 * Answers how to let it go, and to see it gone.
 */
export function guardDatabase(home: Home): () => Promise<void> {
  const guard = spawn('sh', ['-c', 'read -r _; exec "$@"', 'sh', process.execPath, successor, home.folder], {
    // A group of its own keeps Ctrl-C from it.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Where there is no such shell, the next start finds the server.
  guard.once('error', () => undefined);
  guard.unref();
  return () =>
    new Promise((gone) => {
      if (guard.pid === undefined || guard.exitCode !== null || guard.signalCode !== null) return gone();
      guard.ref();
      guard.once('exit', () => gone());
      guard.kill();
    });
}
