import type { Prisma } from './prisma/client/client.ts';

/** One of the exchange's own transactions, or its database outside of any. */
export type Tx = Prisma.TransactionClient;
