import { expect, test } from 'vitest';
import { emptyDoors } from '../../tests/kit/databases.ts';
import { requireDatabases, strayVariables } from './ownDatabases.ts';

test('names every variable that is wrong, before anything is started', async () => {
  const wrong = requireDatabases({
    JUSTICE_DATABASE_URL: 'geheim',
    FINANCE_DATABASE_URL: 'postgresql://finance:geheim@127.0.0.1:1/finance',
  });
  await expect(wrong).rejects.toThrow(
    /^JUSTICE_DATABASE_URL is not the URL of a database: [^\n]*\nFINANCE_DATABASE_URL: cannot connect to 127\.0\.0\.1:1 \(ECONNREFUSED\)\.$/,
  );
});

test('warns of a variable that names no service, and not of another program’s', () => {
  const lines = strayVariables({ JUSTIC_DATABASE_URL: 'x', JUSTICE_DATABASE_URL: 'x', DATABASE_URL: 'x' });
  expect(lines).toEqual([expect.stringMatching(/^JUSTIC_DATABASE_URL is not used: .*gateway, directory, .*hosted, issuer\.$/)]);
});

test('says where a service may more than it needs, which production refuses', async () => {
  const [one, other] = [await emptyDoors('own'), await emptyDoors('own')];
  const roles = { CATALOGUE_DATABASE_URL: one.service, CATALOGUE_OWNER_DATABASE_URL: one.owner };
  expect(await requireDatabases(roles)).toEqual([]);

  const lax = { ...roles, JUSTICE_DATABASE_URL: other.owner, AUDIT_DATABASE_URL: other.owner, AUDIT_OWNER_DATABASE_URL: other.owner };
  const lines = await requireDatabases(lax);
  expect(lines.toSorted()).toEqual([
    expect.stringMatching(/^AUDIT_DATABASE_URL: the role \w+_owner owns the database/),
    expect.stringMatching(/^JUSTICE_DATABASE_URL: the service may change its tables\. .*JUSTICE_OWNER_DATABASE_URL/),
  ]);
  await expect(requireDatabases({ ...lax, CHANCERY_PROFILE: 'production' })).rejects.toThrow(lines.join('\n'));
});

test('wants both URLs of a service to lead into the same database, and the owner to own it', async () => {
  const [one, other] = [await emptyDoors('own'), await emptyDoors('own')];
  await expect(requireDatabases({ AUDIT_DATABASE_URL: one.service, AUDIT_OWNER_DATABASE_URL: other.owner })).rejects.toThrow(
    'name two databases',
  );
  await expect(requireDatabases({ AUDIT_DATABASE_URL: one.owner, AUDIT_OWNER_DATABASE_URL: one.service })).rejects.toThrow(
    /AUDIT_OWNER_DATABASE_URL: the role \w+ may not make tables/,
  );
  await expect(requireDatabases({ AUDIT_OWNER_DATABASE_URL: one.owner })).rejects.toThrow('set without AUDIT_DATABASE_URL');
});
