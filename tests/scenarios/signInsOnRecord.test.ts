import { Entries, systemClient } from '@chancery/circuit/issuer';
import { parseOfficialId } from '@chancery/domain';
import type { AuditRecord } from '@chancery/trust';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tlsMaterial } from '../kit/authority.ts';
import { archive, type IssuerWorld, issuerWorld, password, petrenko, twofold } from '../kit/issuerWorld.ts';
import { within } from '../kit/processes.ts';
import { tlsFetch } from '../kit/tlsFetch.ts';

let world: IssuerWorld;
beforeAll(async () => {
  world = await issuerWorld({ proxies: ['127.0.0.1'] });
});
beforeEach(async () => {
  await world.restart();
  await world.pool.query('DELETE FROM vain_attempt');
  world.trail.entries.length = 0;
});
afterAll(() => world.close());

const application = 'chancery-console';
const told = ({ act, official, institution, outcome, code, clause, particulars }: AuditRecord) => ({
  act,
  official,
  institution,
  ended: code === null ? outcome : `${outcome} ${code} §${clause}`,
  times: particulars?.times ?? 1,
});
const tellsOf = (act: string, official: string | null, institution: string | null, ended = 'DONE', times = 1) => ({
  act,
  official,
  institution,
  ended,
  times,
});
const trail = () => world.trail.entries.map(told);
const toldWithin = (count: number) => within(5_000, () => world.trail.entries.length >= count, 'It is not on record');

describe('§10.1 on record is', () => {
  test('who signed in, which application may act for which institution, and who signed out', async () => {
    const browser = world.browser();
    const tokens = await world.signIn(browser, twofold, password, 'EXC');
    expect(trail()).toEqual([tellsOf(`signIn ${application}`, twofold, 'JUS'), tellsOf(`allowApplication ${application}`, twofold, 'EXC')]);
    const asked = await browser.open(oidc.buildEndSessionUrl(world.config, { id_token_hint: tokens.id_token ?? '' }));
    await browser.submit(asked, { logout: 'yes' });

    await toldWithin(3);
    expect(trail()[2]).toEqual(tellsOf(`signOut ${application}`, twofold, 'JUS'));
    expect(world.trail.entries.length).toBe(3);
  });

  test('that tokens were taken back: by the application, or because one was used twice', async () => {
    const first = await world.signIn(world.browser(), petrenko, password);
    await oidc.tokenRevocation(world.config, first.refresh_token ?? '');
    await toldWithin(2);
    const second = await world.signIn(world.browser(), petrenko, password);
    await oidc.refreshTokenGrant(world.config, second.refresh_token ?? '');
    await oidc.refreshTokenGrant(world.config, second.refresh_token ?? '').catch(() => undefined);
    await toldWithin(4);

    const revoked = tellsOf(`revokeTokens ${application}`, petrenko, 'JUS');
    expect(trail().filter(({ act }) => act.startsWith('revoke'))).toEqual([revoked, revoked]);
  });

  test('a refused sign-in at once, and how many followed it, as one', async () => {
    for (let host = 1; host <= 3; host += 1) {
      const browser = world.browser(`192.0.2.${host}`);
      const { page } = await world.begin(browser);
      for (let tries = 0; tries < 10; tries += 1) await browser.submit(page, { official: petrenko, password: 'guess' });
    }
    const refused = (times: number) => tellsOf(`signIn ${application}`, petrenko, 'JUS', 'REFUSED UNAUTHENTICATED §2.1', times);
    await toldWithin(1);
    expect(trail()).toEqual([refused(1)]);
    await world.restart();
    expect(trail()).toEqual([refused(1), refused(29)]);
  });

  test('nothing that was typed in where the directory knows nobody: it may be a password', async () => {
    const browser = world.browser();
    const { page } = await world.begin(browser);
    for (const official of ['JUS:n.nobody', password]) await browser.submit(page, { official, password });
    await world.restart();

    const nobody = (times: number) => tellsOf(`signIn ${application}`, null, null, 'REFUSED UNAUTHENTICATED §2.1', times);
    expect(trail()).toEqual([nobody(1), nobody(1)]);
    expect(JSON.stringify(world.trail.entries)).not.toMatch(/nobody|correct/);
  });

  test('that a system signed in, or was refused', async () => {
    const [own, other] = await Promise.all([tlsMaterial({ name: 'archive.justice' }), tlsMaterial({ name: 'archive.finance' })]);
    await new Entries(world.pool, 'Client').upsert(archive, await systemClient(parseOfficialId(archive), { name: 'archive.justice' }));
    for (const shown of [own, other]) {
      const options = { [oidc.customFetch]: tlsFetch(shown) as oidc.CustomFetch };
      const config = await oidc.discovery(new URL(world.url), archive, undefined, oidc.TlsClientAuth(), options);
      await oidc.clientCredentialsGrant(config, { scope: 'exchange' }).catch(() => undefined);
    }
    await toldWithin(2);

    expect(trail()).toEqual([
      tellsOf(`signIn ${archive}`, archive, 'JUS'),
      tellsOf(`signIn ${archive}`, archive, 'JUS', 'REFUSED UNAUTHENTICATED §2.1'),
    ]);
  });
});

test('§10.2 nobody signs in while it cannot be put on record; what was refused meanwhile is told later', async () => {
  world.trail.isAway = true;
  try {
    const browser = world.browser();
    const { page } = await world.begin(browser);
    await browser.submit(page, { official: petrenko, password: 'guess' });
    const after = await browser.submit(page, { official: petrenko, password });
    expect(after.status).toBe(503);
    expect(after.text).toContain('cannot be put on record now');
    expect((await world.begin(browser)).page.text).toContain('id="password"');
  } finally {
    world.trail.isAway = false;
  }
  await toldWithin(1);
  expect(trail()).toEqual([tellsOf(`signIn ${application}`, petrenko, 'JUS', 'REFUSED UNAUTHENTICATED §2.1')]);
});
