import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The secret of a cluster from which the passwords of its roles are derived; in a file that only its owner may read. */
export function readSecret(folder: string): Buffer {
  return readFileSync(join(folder, 'secret'));
}

/** Makes the secret of a new cluster; one that is there stays. */
export function createSecret(folder: string): void {
  const file = join(folder, 'secret');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600 });
}

/** The secret that is to follow; what an earlier attempt left is used, because the roles may have it already. */
export function createNextSecret(folder: string): Buffer {
  const file = join(folder, 'secret.next');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600 });
  return readFileSync(file);
}

/** The secret that was to follow, where that was begun and not ended. */
export function findNextSecret(folder: string): Buffer | undefined {
  const file = join(folder, 'secret.next');
  return existsSync(file) ? readFileSync(file) : undefined;
}

/** Puts the secret that was to follow in the place of the one before, which is gone with that. */
export function takeNextSecret(folder: string): void {
  renameSync(join(folder, 'secret.next'), join(folder, 'secret'));
}

/** The password of a role. Derived, so that two processes never write a list of passwords at once. */
export function passwordOf(secret: Buffer, role: string): string {
  return createHmac('sha256', secret).update(role).digest('base64url');
}
