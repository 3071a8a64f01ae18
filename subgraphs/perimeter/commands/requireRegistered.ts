import { Refusal } from '@chancery/domain';
import type { ReceivedConsignment } from '../received.ts';

/** §8.4 Lets a registered consignment pass; throws `CONSIGNMENT_REFUSED` or `CONSIGNMENT_NOT_REGISTERED`. */
export function requireRegistered({ state }: ReceivedConsignment): void {
  if (state === 'REFUSED') throw new Refusal('CONSIGNMENT_REFUSED');
  if (state !== 'REGISTERED') throw new Refusal('CONSIGNMENT_NOT_REGISTERED');
}
