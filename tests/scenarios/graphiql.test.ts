import { existsSync } from 'node:fs';
import type { RunningGateway } from '@chancery/supergraph';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StandInCircuit, startStandIns } from '../kit/standInCircuit.ts';

/** Debian's; where it is not installed nothing is seen. */
const executablePath = '/usr/bin/chromium';

describe.runIf(existsSync(executablePath))('GraphiQL in Chromium', () => {
  let circuit: StandInCircuit;
  let gateway: RunningGateway;
  let browser: Browser;
  beforeAll(async () => {
    circuit = await startStandIns();
    gateway = await circuit.startAs({ settings: { graphiql: true } });
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  });
  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
    await circuit?.close();
  });

  /** What an editor of the page holds, written anew. */
  async function write(page: Page, editor: string, text: string): Promise<void> {
    await page.locator(`${editor} .monaco-editor:visible`).first().click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(text);
    // The editor closes brackets of its own accord.
    for (const key of ['Control+Shift+End', 'Delete']) await page.keyboard.press(key);
  }

  test('asks with the token that stands in its headers, and speaks to nobody but the gateway', { timeout: 120_000 }, async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const faults: string[] = [];
    const elsewhere: string[] = [];
    page.on('console', (said) => void (/Content Security Policy|Content-Security-Policy/.test(said.text()) && faults.push(said.text())));
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on(
      'request',
      (request) => void (/^(data|blob):/.test(request.url()) || request.url().startsWith(gateway.url) || elsewhere.push(request.url())),
    );
    await page.goto(`${gateway.url}/graphql`);
    await page.locator('.graphiql-editors .monaco-editor').first().waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Headers' }).click();
    await write(page, '.graphiql-editor-tool', JSON.stringify({ authorization: `Bearer ${await circuit.token('c.clerk', 'JUS')}` }));
    await write(page, '.graphiql-query-editor', '{ me { __typename ... on Official { id } } }');
    await page.getByRole('button', { name: /execute query/i }).click();
    await expect.poll(() => page.locator('.result-window').textContent(), { timeout: 20_000 }).toContain('JUS:c.clerk');

    expect(elsewhere).toEqual([]);
    expect(faults).toEqual([]);
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('Bearer ey');
  });
});
