import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { parseInstitutionCode } from '@chancery/domain';
import type { Transfer } from '@chancery/trust';
import { expect, it } from 'vitest';
import type { BegunRow } from './attempts.ts';
import { FileCarriers } from './fileCarriers.ts';

const files = [{ sha256: 'a'.repeat(64), name: 'Annex.txt', size: 3, mediaType: 'text/plain' }];
const row = {
  id: 'FIN:01JD0000000000000000000001',
  dispatchId: 'JUS:01JD0000000000000000000002',
  sender: parseInstitutionCode('JUS'),
  recipient: parseInstitutionCode('FIN'),
  bundle: { signed: { files } },
} as unknown as BegunRow;

/** A recipient that answers when it likes: it says then that it has the file. */
function recipient() {
  const asked: (() => void)[] = [];
  const carry = (transfer: Transfer) =>
    new Promise<never>((resolve, reject) => {
      asked.push(() => {
        if (transfer.signal?.aborted === true) return reject(new Error('stopped'));
        const told = Object.assign(new PassThrough(), { statusCode: 200 });
        told.end('{"isHere":true}');
        resolve(told as never);
      });
    });
  return { asked, carriers: new FileCarriers({ carry }, { findInstitution: async (code) => ({ code, server: 'finance' }) as never }) };
}

it('what two take to one recipient at once is carried once, also after a third who has given up (§7.13)', async () => {
  const { asked, carriers } = recipient();
  const givenUp = new AbortController();
  const lasting = new AbortController().signal;
  const first = carriers.bring(row, givenUp.signal).catch((error: Error) => error.name);
  await expect.poll(() => asked.length).toBe(1);
  givenUp.abort();
  expect(await first).toBe('Unreachable');

  const second = carriers.bring(row, lasting);
  await expect.poll(() => asked.length).toBe(2);
  // What was broken off comes to its end only now.
  asked[0]?.();
  await turn();
  await turn();
  const third = carriers.bring(row, lasting);
  await turn();
  await turn();
  expect(asked).toHaveLength(2);
  asked[1]?.();
  await Promise.all([second, third]);
});

it('what another institution takes to the same recipient waits for nobody: its bytes may never come (§7.13)', async () => {
  const { asked, carriers } = recipient();
  const lasting = new AbortController().signal;
  const first = carriers.bring(row, lasting);
  await expect.poll(() => asked.length).toBe(1);
  const second = carriers.bring({ ...row, id: 'FIN:01JD0000000000000000000003', sender: parseInstitutionCode('HLT') } as BegunRow, lasting);
  await expect.poll(() => asked.length).toBe(2);
  asked[1]?.();
  await second;
  asked[0]?.();
  await first;
});
