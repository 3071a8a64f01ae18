import type { Answer, Stage } from '../passage.ts';
import type { Execute } from '../supergraphExecutor.ts';

/** What is allowed of it is planned and fetched. */
export const execute = (run: Execute): Stage => ({
  name: 'execute',
  async run(passage) {
    const { verdict, operation } = passage;
    if (verdict === undefined || operation === undefined) return;
    passage.answer = verdict.allowed === null ? nothingFetched : await run(operation, verdict.allowed, passage);
  },
});

const nothingFetched: Answer = { data: {} };
