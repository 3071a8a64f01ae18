import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { homeOf, logFile } from './home.ts';
import { lastWord } from './logs.ts';

const folder = mkdtempSync(join(tmpdir(), 'chancery-logs-'));
afterAll(() => rmSync(folder, { recursive: true }));
const home = homeOf(folder);

function wordOf(log: string): string {
  mkdirSync(home.logs, { recursive: true });
  writeFileSync(logFile(home, 'gateway'), log);
  return lastWord(home, 'gateway');
}

it('what a service says of its settings is said without the stack', () => {
  const log = `file:///settings.ts:121
  if (value < 1) throw new Error(\`\${name} is a whole number above 0, not \${text}.\`);
                       ^

Error: CHANCERY_SERVICE_TIMEOUT_MS is a whole number above 0, not x.
    at number (file:///settings.ts:121:56)

Node.js v24.21.0
`;
  expect(wordOf(log + log)).toBe(
    `CHANCERY_SERVICE_TIMEOUT_MS is a whole number above 0, not x.\nThe whole of it is in ${logFile(home, 'gateway')}`,
  );
});

it('of any other end the log’s last lines are shown', () => {
  const log = 'Error: Before.\n    at x\n\nNode.js v24\nTypeError: x is not a function\n    at y\n\nNode.js v24.21.0\n';
  expect(wordOf(log)).toBe(`Its log ends:\n${log.trimEnd()}`);
});
