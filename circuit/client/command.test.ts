import { expect, test } from 'vitest';
import { patiently } from './command.ts';
import { GatewayRefusal } from './gatewayClient.ts';

const failing = (times: number, error: Error) => {
  let left = times;
  return async () => {
    left -= 1;
    if (left >= 0) throw error;
    return 'done';
  };
};

test('asks again while a part of the circuit is away', async () => {
  await expect(patiently(failing(2, new GatewayRefusal('SERVICE_UNAVAILABLE', '')))).resolves.toBe('done');
  await expect(patiently(failing(1, new TypeError('fetch failed')))).resolves.toBe('done');
});

test('takes any other refusal for an answer', async () => {
  await expect(patiently(failing(1, new GatewayRefusal('DUTY_REQUIRED', '')))).rejects.toThrow(GatewayRefusal);
});

test('gives up when its patience ends', async () => {
  await expect(patiently(failing(9, new GatewayRefusal('SERVICE_UNAVAILABLE', '')), 250)).rejects.toThrow(GatewayRefusal);
});
