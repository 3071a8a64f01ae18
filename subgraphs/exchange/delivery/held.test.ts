import { expect, it } from 'vitest';
import { areDeliveriesHeld } from './held.ts';

it('deliveries are held where the operator says so, and not where he says something else', () => {
  expect([{}, { CHANCERY_DELIVERIES_HELD: '' }, { CHANCERY_DELIVERIES_HELD: '1' }].map(areDeliveriesHeld)).toEqual([false, false, true]);
  expect(() => areDeliveriesHeld({ CHANCERY_DELIVERIES_HELD: 'yes' })).toThrow('CHANCERY_DELIVERIES_HELD is 1 or left out, not yes.');
});
