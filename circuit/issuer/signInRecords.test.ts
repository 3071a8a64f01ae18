import { expect, it } from 'vitest';
import { SignInRecords } from './signInRecords.ts';

it('an issuer that stops hands over all that waits while the audit trail answers, in groups (§10.1)', async () => {
  const groups: number[] = [];
  let isAway = true;
  const client = {
    ask: async (_: string, __: string, variables: object) => {
      if (isAway) throw new Error('away');
      groups.push((variables as { input: { entries: readonly unknown[] } }).input.entries.length);
      return {} as never;
    },
  };
  const records = new SignInRecords(client);
  for (let count = 0; count < 1_201; count += 1)
    records.note({ act: 'signOut', official: 'JUS:o.petrenko', institution: 'JUS', application: null });
  await Promise.resolve();
  isAway = false;
  await records.close();
  expect(groups).toEqual([500, 500, 201]);
});
