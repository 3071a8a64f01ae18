import { answers, changePasswords } from './databases.ts';
import { createNextSecret, findNextSecret, readSecret, takeNextSecret } from './passwords.ts';

/**
 * Gives a server that runs a new secret, and every role the password that follows from it; answers how many roles there are. Whoever is connected stays so, and
 * nobody connects any more by an earlier password. Broken off, either the old secret or the new one opens the server: `settleSecret` finds out which.
 */
export async function changeSecret(folder: string, port: number): Promise<number> {
  const next = createNextSecret(folder);
  const roles = await changePasswords({ port, secret: readSecret(folder) }, next);
  takeNextSecret(folder);
  return roles;
}

/** Ends what an earlier change of the secret has begun, where the roles have the new passwords; answers whether the server can be opened. */
export async function settleSecret(folder: string, port: number): Promise<boolean> {
  if (await answers({ port, secret: readSecret(folder) })) return true;
  const next = findNextSecret(folder);
  if (next === undefined || !(await answers({ port, secret: next }))) return false;
  takeNextSecret(folder);
  return true;
}
