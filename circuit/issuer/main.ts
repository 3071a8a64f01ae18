import { untilStopped } from '@chancery/kernel/process';
import { profileOf, readIdentity, readRegistry, ServiceClient, tlsFilesOf } from '@chancery/trust';
import { readKeyring } from './keyring.ts';
import { startIssuer } from './startIssuer.ts';

// Runs the embedded issuer as this process, from its environment: PORT, ISSUER_DATABASE_URL, CHANCERY_SERVICES, CHANCERY_IDENTITY,
// CHANCERY_TLS_CERT, _KEY, _CA and CHANCERY_ISSUER_KEYS (files), CHANCERY_ISSUER_PROXIES (addresses, where it is behind some).
if (profileOf(process.env) === 'production')
  throw new Error('The embedded issuer is for demonstrations (§2.8). Name your own: CHANCERY_OIDC_ISSUER.');

const identity = readIdentity(required('CHANCERY_IDENTITY'), tlsFilesOf(process.env));
const client = new ServiceClient(identity, readRegistry(required('CHANCERY_SERVICES')));
const keys = required('CHANCERY_ISSUER_KEYS');
const issuer = await startIssuer({
  port: Number(required('PORT')),
  databaseUrl: required('ISSUER_DATABASE_URL'),
  client,
  credentials: identity.credentials,
  proxies: (process.env.CHANCERY_ISSUER_PROXIES ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean),
  keyring() {
    const keyring = readKeyring(keys);
    if (keyring === undefined) throw new Error(`${keys} holds no keys of an issuer.`);
    return keyring;
  },
});
untilStopped(async () => {
  await issuer.close();
  await client.close();
});

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set.`);
  return value;
}
