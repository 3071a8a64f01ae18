export * from './chosenRows.ts';
export * from './journal.ts';
export * from './participants.ts';
export * from './registerRow.ts';
export * from './replay.ts';
export * from './sourceFile.ts';
