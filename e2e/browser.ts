import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { findChromium } from '../scripts/test/find-chromium.ts';

const artefacts = join(dirname(import.meta.dirname), 'test-artefacts');

/** The screens that everything must look right on. */
export const screens = {
  wide: { width: 1280, height: 800 },
  narrow: { width: 390, height: 844 },
};

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(process.env, (message) => process.stderr.write(`${message}\n`)),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-sync',
    ],
  });
}

export interface Visit {
  context: BrowserContext;
  page: Page;
  /** What the page's console and network said that a page without faults does not say. */
  complaints: string[];
}

/** A fresh visitor who speaks Portuguese. */
export async function openVisit(
  browser: Browser,
  { screen, dark = false }: { screen: keyof typeof screens; dark?: boolean },
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: screens[screen],
    locale: 'pt-BR',
    timezoneId: 'America/Sao_Paulo',
    colorScheme: dark ? 'dark' : 'light',
    hasTouch: screen === 'narrow',
  });
  const complaints: string[] = [];
  context.on('weberror', (error) => complaints.push(String(error.error())));
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`);
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  return { context, page, complaints };
}

/** Keeps a picture of the page as a test artefact. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(artefacts, { recursive: true });
  await page.screenshot({ path: join(artefacts, `${name}.png`) });
}
