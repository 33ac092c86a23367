import { afterEach, describe, expect, it, vi } from 'vitest';
import { unmountAll, until } from '../testing/mounting.ts';
import { sampleInbox } from '../testing/sample-data.ts';
import { ScriptedClient } from '../testing/scripted-client.ts';
import { register } from './register.ts';

afterEach(unmountAll);

describe('registering', () => {
  it('names both versions when two copies meet, and keeps the first', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    class First extends HTMLElement {}
    class Second extends HTMLElement {}
    register('mh-test-copy', First);
    register('mh-test-copy', First);
    expect(warn).not.toHaveBeenCalled();
    (First as unknown as { metahubVersion: string }).metahubVersion = '0.0.9';
    register('mh-test-copy', Second);
    expect(warn.mock.calls[0]![0]).toMatch(/mh-test-copy.*0\.0\.9.*0\.1\.0/);
    expect(customElements.get('mh-test-copy')).toBe(First);
    warn.mockRestore();
  });
});

/** A page of its own whose policy allows no inline style and no inline script. */
async function strictPage(
  module: string,
): Promise<{ page: Window & typeof globalThis; violations: string[] }> {
  const violations: string[] = [];
  const frame = document.createElement('iframe');
  frame.style.cssText = 'width:1200px;height:700px';
  frame.src = new URL('../testing/strict-page.html', import.meta.url).href;
  document.body.append(frame);
  await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  const page = frame.contentWindow as Window & typeof globalThis;
  page.document.addEventListener('securitypolicyviolation', (event) =>
    violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`),
  );
  // The test runner rewrites lazy imports to go through this, in pages of its own.
  Object.assign(page, { __vitest_browser_runner__: { wrapDynamicImport: (load: () => unknown) => load() } });
  const script = page.document.createElement('script');
  script.type = 'module';
  script.src = module;
  page.document.body.append(script);
  await page.customElements.whenDefined('mh-inbox');
  return { page, violations };
}

describe('a page with a strict policy', () => {
  it('shows the whole inbox and the pairing without a violation', async () => {
    const { page, violations } = await strictPage(new URL('./all.ts', import.meta.url).href);
    const client = new ScriptedClient({ ...sampleInbox(Date.now()) });
    const provider = page.document.createElement('mh-provider');
    provider.client = client;
    provider.theme = 'dark';
    provider.appearance = { brand: '#f0791e' };
    const inbox = page.document.createElement('mh-inbox');
    inbox.conversationId = 'conv_marina';
    const pairing = page.document.createElement('mh-qr-pairing');
    pairing.autoStart = true;
    provider.append(inbox, pairing, page.document.createElement('mh-sessions'));
    page.document.body.append(provider);
    await until(() => inbox.shadowRoot?.querySelector('mh-conversation')?.shadowRoot?.querySelector('.msg'));
    await until(() => pairing.shadowRoot?.querySelector('.qr path'));
    await until(() => provider.style.getPropertyValue('--mh-on-brand'));
    const list = inbox.shadowRoot!.querySelector('mh-conversation-list')!;
    await until(() => list.state === 'ready');
    expect(page.getComputedStyle(list).backgroundColor).toBe('rgb(22, 25, 31)');
    expect(violations).toEqual([]);
  });
});
