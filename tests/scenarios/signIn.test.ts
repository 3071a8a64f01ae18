import { afterAll, beforeAll } from 'vitest';
import { startIssuer, world } from './signIn/issuer.ts';
import { nobody } from './signIn/nobody.ts';
import { page } from './signIn/page.ts';
import { signsIn } from './signIn/signsIn.ts';
import { staysSignedIn } from './signIn/staysSignedIn.ts';
import { tokens } from './signIn/tokens.ts';

// Told in chapters before one issuer, one after another.
beforeAll(startIssuer);
afterAll(() => world.close());
signsIn();
staysSignedIn();
nobody();
page();
tokens();
