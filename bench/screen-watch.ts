import type { Page } from 'playwright';

/** When a text was in the thread, and when a frame that shows it had been drawn; on the clock of this process. */
export interface Shown {
  inDom: number;
  painted: number;
}

export interface ScreenWatch {
  /** Looks out for the text from when it resolves; the answered function waits until a message of the thread has it. */
  expect(text: string): Promise<() => Promise<Shown>>;
}

type WatchingWindow = Window & {
  benchExpect?: (text: string) => void;
  benchReport?: (seen: PageTimes) => void;
};

interface PageTimes {
  text: string;
  inDom: number;
  painted: number;
}

/** Prepares a page, before it is loaded, to tell when texts appear; watches through every shadow root. */
export async function watchScreen(page: Page): Promise<ScreenWatch> {
  const waiting = new Map<string, (times: PageTimes) => void>();
  await page.exposeFunction('benchReport', (times: PageTimes) => waiting.get(times.text)?.(times));
  await page.addInitScript(watchInPage);
  return {
    async expect(text) {
      const times = Promise.withResolvers<PageTimes>();
      waiting.set(text, times.resolve);
      await page.evaluate((expected) => (window as WatchingWindow).benchExpect!(expected), text);
      return async () => {
        const { inDom, painted } = await times.promise;
        waiting.delete(text);
        const offset = await clockOffset(page);
        return { inDom: inDom - offset, painted: painted - offset };
      };
    },
  };
}

/** How far the page's clock is ahead of ours, by the quickest of a few questions. */
async function clockOffset(page: Page): Promise<number> {
  let best = { took: Number.POSITIVE_INFINITY, offset: 0 };
  for (let tries = 0; tries < 5; tries += 1) {
    const asked = now();
    const there = await page.evaluate(() => performance.timeOrigin + performance.now());
    const took = now() - asked;
    if (took < best.took) best = { took, offset: there - asked - took / 2 };
  }
  return best.offset;
}

/** The wall clock, finer than a millisecond. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}

/** Runs in the page: it must not use anything from outside itself. */
function watchInPage(): void {
  const pageWindow = window as WatchingWindow;
  const expected = new Set<string>();
  const observer = new MutationObserver((records) => {
    if (expected.size === 0) return;
    for (const { target, addedNodes } of records) for (const node of [target, ...addedNodes]) look(node);
  });
  function look(node: Node): void {
    const element = node instanceof Element ? node : node.parentElement;
    // The message in the thread, and not its announcement for screen readers or the preview in the list.
    const isMessage = element?.closest('[role=article]') ?? element?.querySelector('[role=article]');
    if (!isMessage) return;
    for (const text of expected) {
      if (!element?.textContent?.includes(text)) continue;
      expected.delete(text);
      const inDom = performance.timeOrigin + performance.now();
      // A task after the next frame's callbacks comes once that frame was handed over to be drawn.
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.addEventListener('message', () =>
          pageWindow.benchReport!({ text, inDom, painted: performance.timeOrigin + performance.now() }),
        );
        channel.port1.start();
        channel.port2.postMessage(null);
      });
    }
  }
  const watch = (root: Node) =>
    observer.observe(root, { childList: true, characterData: true, subtree: true });
  watch(document);
  // oxlint-disable-next-line typescript/unbound-method -- the proxy calls it with the element it was called on
  Element.prototype.attachShadow = new Proxy(Element.prototype.attachShadow, {
    apply(attach, element: Element, args: [ShadowRootInit]) {
      const root = attach.apply(element, args);
      watch(root);
      return root;
    },
  });
  pageWindow.benchExpect = (text) => expected.add(text);
}
