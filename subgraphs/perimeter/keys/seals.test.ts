import { parseInstitutionCode } from '@chancery/domain';
import type { DirectoryCopy } from '@chancery/trust';
import { expect, it } from 'vitest';
import type { PerimeterDatabase } from '../database.ts';
import { newKeyPair } from './keyPair.ts';
import { Seals } from './seals.ts';

const JUS = parseInstitutionCode('JUS');
const pair = await newKeyPair();

/** A server whose institution has a seal, and its copy of the directory: what is announced is in it at once, until it forgets. */
function server() {
  let known: ReturnType<DirectoryCopy['institution']>;
  let announced = 0;
  const entry = { code: JUS, name: 'J', server: 'justice', seals: [{ key: pair.publicKey, from: new Date(0).toISOString(), until: null }] };
  const client = {
    ask: async () => {
      announced += 1;
      return {} as never;
    },
  };
  const db = { $queryRaw: async () => [pair] } as unknown as PerimeterDatabase;
  return {
    seals: new Seals({ db, client, directory: { institution: () => known } }),
    announced: () => announced,
    hear: () => {
      known = entry;
    },
    forget: () => {
      known = { ...entry, seals: [] };
    },
  };
}

it('a seal is announced once while the copy of the directory has not heard of it', async () => {
  const { seals, announced, hear } = server();
  await Promise.all([seals.inUse(JUS), seals.inUse(JUS)]);
  await seals.inUse(JUS);
  hear();
  await seals.inUse(JUS);
  expect(announced()).toBe(1);
});

it('a seal is announced again to a directory that was restored from before it', async () => {
  const { seals, announced, hear, forget } = server();
  await seals.inUse(JUS);
  hear();
  await seals.inUse(JUS);
  forget();
  await seals.inUse(JUS);
  expect(announced()).toBe(2);
});
