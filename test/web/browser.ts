import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { expect } from 'vitest';

export interface BuiltPage {
  readonly dir: string;
  remove(): void;
}

/** The page as it is now, not as it was when somebody last ran the build. */
export async function buildPage(): Promise<BuiltPage> {
  const dir = mkdtempSync(join(tmpdir(), 'mashangban-web-'));
  await build({
    configFile: join(import.meta.dirname, '../../vite.config.ts'),
    logLevel: 'error',
    build: { outDir: dir, emptyOutDir: true },
  });
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

export function launch(executablePath: string): Promise<Browser> {
  const quiet = ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', ...quiet] });
}

export const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };
export const desktop = { viewport: { width: 1280, height: 800 } };

export interface Tab {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the console and the policy complained of. */
  readonly complaints: string[];
}

export async function openTab(browser: Browser, url: string, device: object = desktop): Promise<Tab> {
  const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai', acceptDownloads: true, ...device });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.setDefaultTimeout(10_000);
  await page.goto(url);
  return { page, context, complaints };
}

/** As this person, in his chat. */
export async function enterAs(browser: Browser, url: string, key: string, device: object = desktop): Promise<Tab> {
  const tab = await openTab(browser, `${url}/#as=${key}`, device);
  await tab.page.getByRole('navigation', { name: '会话' }).locator('li').first().waitFor();
  // A wide page opens the work group by itself.
  if (device === desktop) await tab.page.locator('.composer').waitFor();
  return tab;
}

export const bubble = (page: Page, text: string) => page.getByRole('log').locator('.bubble', { hasText: text });

export async function write(page: Page, text: string): Promise<void> {
  const box = page.locator('.composer textarea');
  await box.fill(text);
  await box.press('Enter');
  await expect.poll(() => box.inputValue()).toBe('');
}

export const openChat = (page: Page, title: string): Promise<void> =>
  page
    .getByRole('navigation')
    .locator('li button', { has: page.locator('.top b', { hasText: title }) })
    .click();
