import { render, type TemplateResult } from 'lit';
import type { ReactiveElement } from 'lit';

const mounted = new Set<HTMLElement>();

/** Puts a template into a box of a given size in the page. `unmountAll` takes everything away. */
export function mount(template: TemplateResult, size = { width: 1280, height: 760 }): HTMLElement {
  const box = document.createElement('div');
  box.lang = 'pt-BR';
  box.style.cssText = `width:${size.width}px;height:${size.height}px;position:relative`;
  document.body.append(box);
  render(template, box);
  mounted.add(box);
  return box;
}

export function unmountAll(): void {
  for (const box of mounted) box.remove();
  mounted.clear();
  sessionStorage.clear();
}

/** Waits until a condition holds; fails with its last answer after two seconds. */
export async function until<T>(probe: () => T, what = 'the condition'): Promise<NonNullable<T>> {
  const end = performance.now() + 2_000;
  for (;;) {
    const answer = probe();
    if (answer) return answer;
    if (performance.now() > end) throw new Error(`Waited for ${what}, which is still ${String(answer)}.`);
    await frame();
  }
}

/** After the next frame was drawn, observers included. */
export function frame(): Promise<void> {
  return new Promise((resolve) =>
    requestAnimationFrame(() => {
      // A message posted from the frame arrives once it was laid out and observed.
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => {
        port1.close();
        resolve();
      });
      port1.start();
      port2.postMessage(null);
    }),
  );
}

/** Lets an element and those inside it finish drawing. */
export async function settled(element: ReactiveElement): Promise<void> {
  await element.updateComplete;
  await frame();
  await element.updateComplete;
}

/** The next event of a name on a target. */
export function nextEvent<T>(target: EventTarget, name: string): Promise<CustomEvent<T>> {
  return new Promise((resolve) =>
    target.addEventListener(name, (event) => resolve(event as CustomEvent<T>), { once: true }),
  );
}
