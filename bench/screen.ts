// From a customer's phone to the agent's screen: the whole product runs, the agency's portal is open in Chromium with
// the customer's conversation, and the customer writes again and again. The baseline is the same message's event in a
// Node program that listens through the SDK: what the browser and the widgets add is the difference.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { MetaHub } from '@metahub/sdk';
import { chromium, type Page } from 'playwright';
import type { DemoFile } from '../scripts/start/demo-file.ts';
import { findChromium } from '../scripts/test/find-chromium.ts';
import { type Bench, type Figure, percentile } from './figure.ts';
import { requestJson } from './json-request.ts';
import { pairSession } from './pair-session.ts';
import { type RunningProgram, startProgram } from './program.ts';
import { makeScratchFolder } from './scratch-folder.ts';
import { now, type ScreenWatch, watchScreen } from './screen-watch.ts';

const CLINIC = '5511990000001';
const CUSTOMER = { number: '5511990000148', name: 'Marina Azevedo' };
const PATIENCE_MS = 30_000;

/** Milliseconds from the moment in which the phone was told to write. */
interface Sample {
  sdk: number;
  inDom: number;
  painted: number;
}

export const run: Bench = async function* ({ quick }) {
  const count = quick ? 20 : 200;
  const product = await startProduct();
  const browser = await chromium.launch({
    executablePath: findChromium(process.env, (message) => process.stderr.write(`${message}\n`)),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-sync',
    ],
  });
  const { apiUrl, apiKey, sandboxUrl, portalUrl, accounts } = product.ready;
  const account = accounts[0]!;
  const hub = new MetaHub({ apiUrl, apiKey, account: account.id });
  try {
    await pairSession({
      apiUrl,
      headers: { authorization: `Bearer ${apiKey}`, 'metahub-account': account.id },
      sandbox: { controlUrl: sandboxUrl },
      number: CLINIC,
    });
    const write = (text: string) =>
      requestJson('POST', `${sandboxUrl}/phones/${CUSTOMER.number}/messages`, { body: { to: CLINIC, text } });
    const events = await listen(hub);
    const page = await browser.newPage({ locale: 'pt-BR', viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(PATIENCE_MS);
    const screen = await watchScreen(page);
    await openConversation({ page, portalUrl, write });

    const samples: Sample[] = [];
    for (let index = -5; index < count; index += 1) {
      const sample = await measure({ text: `Pergunta ${index} de ${Date.now()}`, write, events, screen });
      // The first ones warm the paths.
      if (index >= 0) samples.push(sample);
      await pause(50 + 100 * Math.random());
    }
    for (const p of [50, 95]) {
      yield figure(samples, { name: `screen/dom-p${p}`, p, of: (sample) => sample.inDom });
      yield figure(samples, { name: `screen/painted-p${p}`, p, of: (sample) => sample.painted });
    }
  } finally {
    hub.close();
    await browser.close();
    await product.stop();
  }
};

function figure(
  samples: readonly Sample[],
  { name, p, of }: { name: string; p: number; of: (sample: Sample) => number },
): Figure {
  const value = percentile(samples.map(of), p);
  const baseline = percentile(
    samples.map(({ sdk }) => sdk),
    p,
  );
  return {
    name,
    value,
    unit: 'ms',
    baseline: { name: `the same event in Node by the SDK, p${p}`, value: baseline },
    ratio: value / baseline,
    rounds: samples.length,
  };
}

async function measure(options: {
  text: string;
  write: (text: string) => Promise<unknown>;
  events: (text: string) => Promise<number>;
  screen: ScreenWatch;
}): Promise<Sample> {
  const { text, write, events, screen } = options;
  const shown = await screen.expect(text);
  const heard = events(text);
  const written = now();
  const [seen, at] = await Promise.race([
    Promise.all([shown(), heard, write(text)]),
    pause(PATIENCE_MS, null, { ref: false }).then(() => {
      throw new Error(`"${text}" did not reach the screen in ${PATIENCE_MS} ms.`);
    }),
  ]);
  return { sdk: at - written, inDom: seen.inDom - written, painted: seen.painted - written };
}

/** Subscribes to messages, and answers a function that waits for one and says when it came. */
async function listen(hub: MetaHub): Promise<(text: string) => Promise<number>> {
  const waiting = new Map<string, (at: number) => void>();
  const started = Promise.withResolvers<void>();
  hub.realtime.subscribe(['message.received'], (event) => {
    const at = now();
    if (event.type === 'resync') started.resolve();
    if (event.type !== 'message.received' || event.data.content.type !== 'text') return;
    waiting.get(event.data.content.text)?.(at);
  });
  await started.promise;
  return (text) =>
    new Promise((resolve) => {
      waiting.set(text, (at) => {
        waiting.delete(text);
        resolve(at);
      });
    });
}

/** Signs in to the agency's portal and opens the customer's conversation. */
async function openConversation(options: {
  page: Page;
  portalUrl: string;
  write: (text: string) => Promise<unknown>;
}): Promise<void> {
  const { page, portalUrl, write } = options;
  const first = `Olá! ${Date.now()}`;
  await write(first);
  await page.goto(portalUrl);
  await page.getByRole('button', { name: /Joana Vidal/ }).click();
  await page.goto(new URL('/atendimento', portalUrl).href);
  await page.getByText(CUSTOMER.name).first().click();
  await page.getByRole('article').getByText(first).waitFor();
}

/** Starts everything as `npm start` does, in a data folder of its own. */
function startProduct(): Promise<RunningProgram<DemoFile>> {
  const folder = makeScratchFolder();
  const demoFile = join(folder, 'demo.json');
  return startProgram<DemoFile>({
    file: fileURLToPath(new URL('../scripts/start.ts', import.meta.url)),
    env: { PORT: '0', METAHUB_DATA: folder },
    readReady: () => (existsSync(demoFile) ? (JSON.parse(readFileSync(demoFile, 'utf8')) as DemoFile) : null),
  });
}
