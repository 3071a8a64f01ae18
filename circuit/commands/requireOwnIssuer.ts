import { profileOf } from '@chancery/trust';
import type { Home } from '../supervisor/home.ts';
import { readReady } from '../supervisor/readyFile.ts';

/** Throws, in words for whoever asked, where no circuit runs, or one that has no issuer of its own (§2.8). */
export function requireOwnIssuer(home: Home): void {
  if (profileOf(process.env) === 'production')
    throw new Error(
      'In production there is no issuer of demonstrations (§2.8): people sign in at the one that CHANCERY_OIDC_ISSUER names.',
    );
  const ready = readReady(home);
  if (!ready) throw new Error('No circuit runs here. Start one: npm start');
  if (ready.issuer.pid === null) throw new Error(`This circuit has no issuer of its own: people sign in at ${ready.issuer.url}`);
}
