import { describe, expect, it } from 'vitest';
import { administratorsUrl, emptyDoors, migratedDoors } from '../../../tests/kit/databases.ts';
import { rowsOf } from '../../../tests/kit/rows.ts';
import { LedgerFault, requireLedger } from './requireLedger.ts';

const migrations = new URL('../../prisma/migrations/', import.meta.url);
const look = (url: string, more: object = {}) => requireLedger({ GATEWAY_DATABASE_URL: url, ...more });
const changed = (url: string, change: (address: URL) => void): string => {
  const address = new URL(url);
  change(address);
  return address.href;
};

describe('the gateways’ database, before a gateway starts', () => {
  it('is taken where its tables are there, in production too', async () => {
    const { service: url } = await migratedDoors(migrations);
    expect(await look(url)).toEqual({ url, warning: null });
    expect(await look(url, { CHANCERY_PROFILE: 'production' })).toEqual({ url, warning: null });
  });

  it.each([
    ['', 'is not set: gateways count together there'],
    ['gateway', 'is not the URL of a database'],
    ['https://db.example/gateway', 'is not the URL of a database'],
  ])('is named by a URL, not by %j', async (url, said) => {
    await expect(look(url)).rejects.toThrow(`GATEWAY_DATABASE_URL ${said}`);
    await expect(look(url)).rejects.toBeInstanceOf(LedgerFault);
  });

  it('is refused where the password or the database is wrong, where it is not migrated, and where the role may not write', async () => {
    const { owner, service } = await migratedDoors(migrations);
    const password = changed(service, (address) => {
      address.password = 'guessed';
    });
    await expect(look(password)).rejects.toThrow(/refuses the password of the role \w+\.$/);
    await expect(look(password)).rejects.not.toThrow('guessed');
    const nowhere = changed(await administratorsUrl(owner), (address) => {
      address.pathname = '/nowhere';
    });
    await expect(look(nowhere)).rejects.toThrow('the database nowhere does not exist');
    await expect(look((await emptyDoors('ledger')).service)).rejects.toThrow('is not migrated: it has no table budget_window');
    await rowsOf(owner, `REVOKE INSERT ON budget_window FROM ${new URL(service).username}`);
    await expect(look(service)).rejects.toThrow('may not write in the table budget_window');
  });

  it('is refused in production where the way to it is not safe, or the role may too much (§2.8)', async () => {
    const production = { CHANCERY_PROFILE: 'production' };
    await expect(look('postgresql://gateway:secret@db.example/gateway', production)).rejects.toThrow(
      'Refused in production: GATEWAY_DATABASE_URL leads over a network without TLS',
    );
    const { owner } = await migratedDoors(migrations);
    await expect(look(owner, production)).rejects.toThrow('Refused in production: the role in GATEWAY_DATABASE_URL owns the database');
    expect((await look(owner)).warning).toBeNull();
  });

  it('that does not answer now is said, and ends nothing', async () => {
    const url = 'postgresql://gateway:secret@127.0.0.1:9/gateway';
    const { warning } = await look(url);
    expect(warning).toMatch(/^GATEWAY_DATABASE_URL: cannot connect to 127\.0\.0\.1:9 \(ECONNREFUSED\)\. Until it answers/);
    expect(warning).not.toContain('secret');
  });
});
