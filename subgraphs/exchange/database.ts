import type { Transaction } from '@chancery/kernel';

/** One of the exchange's own transactions, or its database outside of any. */
export type Tx = Transaction;
