export { RESOURCE, SCOPE, systemClient } from './clients.ts';
export { Entries, pruneExpired } from './entries.ts';
export { createKeyring, type Keyring, rotated } from './keyring.ts';
export { Passwords } from './passwords.ts';
export { type RunningIssuer, startIssuer } from './startIssuer.ts';
