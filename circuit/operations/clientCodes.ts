import { refusals } from '@chancery/domain';

/** Everything the exchange can refuse, as a union of its codes. */
export const clientCodes = (): string =>
  `// Written by \`npm run operations\`; nobody edits it.

/** What the exchange refuses with. Codes never change; there will be more. */
export type RefusalCode =
${Object.keys(refusals)
  .sort()
  .map((code) => `  | '${code}'`)
  .join('\n')};
`;
