import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** SCREENSHOTS=1 writes the pictures the README shows. */
const pictures = process.env.SCREENSHOTS === '1' ? join(import.meta.dirname, '../../docs/images') : null;

export async function picture(page: Page, name: string): Promise<void> {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, name) });
}
