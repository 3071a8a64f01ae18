import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
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

/** The password of a role. Derived, so that two processes never write a list of passwords at once. */
export function passwordOf(secret: Buffer, role: string): string {
  return createHmac('sha256', secret).update(role).digest('base64url');
}
