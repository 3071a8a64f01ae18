export type { Answer, AsOf } from './answer.ts';
export { ChanceryError, type ErrorCode, type ErrorOnTheWay, type Reported } from './chanceryError.ts';
export { type Client, type ClientOptions, createClient, type PagesOptions, type RunOptions, type TokenSource } from './createClient.ts';
export type { RefusalCode } from './generated/codes.ts';
export * as operations from './generated/operations.ts';
export type * from './generated/types.ts';
export type { Connection } from './pages.ts';
export type { PublishedOperation } from './publishedOperation.ts';
