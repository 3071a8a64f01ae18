export * from './batches.ts';
export * from './load.ts';
export * from './loaded.ts';
export * from './openFolder.ts';
