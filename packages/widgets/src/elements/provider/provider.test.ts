import { html } from 'lit';
import { afterEach, describe, expect, it, vi } from 'vitest';
import '../../define/all.ts';
import { sampleInbox } from '../../testing/sample-data.ts';
import { mount, settled, unmountAll, until } from '../../testing/mounting.ts';
import { ScriptedClient } from '../../testing/scripted-client.ts';
import type { MhConversationList } from '../conversation-list/conversation-list.ts';
import type { MhProvider } from './provider.ts';

afterEach(unmountAll);

const client = (): ScriptedClient => new ScriptedClient(sampleInbox());
const listIn = (box: ParentNode): MhConversationList => box.querySelector('mh-conversation-list')!;
const colour = (element: Element, property: string): string => {
  const probe = document.createElement('i');
  probe.style.color = `var(${property})`;
  element.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
};

describe('mh-provider', () => {
  it('gives the elements inside it a client, also through slots and shadow roots', async () => {
    const box = mount(html`<mh-provider .client=${client()}><div></div></mh-provider>`);
    const host = box.querySelector('div')!;
    host.attachShadow({ mode: 'open' }).innerHTML = '<mh-conversation-list></mh-conversation-list>';
    await until(() => listIn(host.shadowRoot!).state === 'ready');
  });

  it('waits, rather than say that access ended, while a page has not given its function yet', async () => {
    const states: string[] = [];
    const box = mount(html`<mh-provider api-url="http://127.0.0.1:9"></mh-provider>`);
    const list = document.createElement('mh-conversation-list');
    list.addEventListener('mh-error', () => states.push('error'));
    box.querySelector('mh-provider')!.append(list);
    await settled(list);
    expect(list.state).toBe('loading');
    expect(states).toEqual([]);
  });

  it('makes the client when it has an address and a function, and says so when the backend gives no token', async () => {
    const fetchToken = vi.fn(() => Promise.reject(new Error('refused')));
    const box = mount(
      html`<mh-provider api-url="http://127.0.0.1:9" .fetchToken=${fetchToken}>
        <mh-conversation-list></mh-conversation-list>
      </mh-provider>`,
    );
    await until(() => fetchToken.mock.calls.length > 0, 'a call for a token');
    await until(() => listIn(box).state === 'signed-out');
    expect(listIn(box).shadowRoot!.textContent).toContain('Seu acesso expirou');
  });

  it('lets two tenants, languages and themes live side by side', async () => {
    const box = mount(
      html`<mh-provider .client=${client()} theme="dark" locale="en"><mh-conversation-list></mh-conversation-list></mh-provider>
        <mh-provider .client=${client()} theme="light"><mh-conversation-list></mh-conversation-list></mh-provider>`,
    );
    const [first, second] = [...box.querySelectorAll('mh-conversation-list')] as [
      MhConversationList,
      MhConversationList,
    ];
    await until(() => first.state === 'ready' && second.state === 'ready');
    await settled(first);
    expect(first.shadowRoot!.querySelector('h2')!.textContent).toBe('Conversations');
    expect(second.shadowRoot!.querySelector('h2')!.textContent).toBe('Conversas');
    expect(getComputedStyle(first).backgroundColor).toBe('rgb(22, 25, 31)');
    expect(getComputedStyle(second).backgroundColor).toBe('rgb(255, 255, 255)');
  });

  it('follows a change of language', async () => {
    const box = mount(
      html`<mh-provider .client=${client()}><mh-conversation-list></mh-conversation-list></mh-provider>`,
    );
    await until(() => listIn(box).state === 'ready');
    box.querySelector<MhProvider>('mh-provider')!.locale = 'en';
    await until(() => listIn(box).shadowRoot!.querySelector('h2')!.textContent === 'Conversations');
  });

  it('takes the words a host gives', async () => {
    const box = mount(
      html`<mh-provider .client=${client()} .words=${{ list: { title: 'Atendimento' } }}>
        <mh-conversation-list></mh-conversation-list>
      </mh-provider>`,
    );
    await until(() => listIn(box).shadowRoot!.querySelector('h2')?.textContent === 'Atendimento');
  });

  it('derives a look from one colour, for light and dark, and only writes tokens', async () => {
    const box = mount(html`<mh-provider theme="light" .appearance=${{ brand: '#f0791e' }}></mh-provider>`);
    const provider = box.querySelector<MhProvider>('mh-provider')!;
    await until(() => provider.style.getPropertyValue('--mh-on-brand'));
    expect(colour(provider, '--mh-brand')).toBe('rgb(240, 121, 30)');
    const light = colour(provider, '--mh-brand-text');
    provider.theme = 'dark';
    await provider.updateComplete;
    expect(colour(provider, '--mh-brand-text')).not.toBe(light);
    expect([...provider.style].every((name) => name.startsWith('--mh-'))).toBe(true);
    provider.appearance = undefined;
    await until(() => provider.style.length === 0);
  });

  it('corrects a pair that cannot be read, and says so once', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const appearance = { brand: '#f0791e', light: { 'on-brand': '#ffffff' } };
    const box = mount(
      html`<mh-provider theme="light" .appearance=${appearance}></mh-provider><mh-provider .appearance=${{ ...appearance }}></mh-provider>`,
    );
    const provider = box.querySelector<MhProvider>('mh-provider')!;
    await until(() => provider.style.getPropertyValue('--mh-on-brand'));
    await settled(provider);
    expect(colour(provider, '--mh-on-brand')).not.toBe('rgb(255, 255, 255)');
    expect(warn.mock.calls.filter(([text]) => String(text).includes('on-brand')).length).toBe(1);
    warn.mockRestore();
  });

  it('takes the account’s branding when asked to', async () => {
    const hub = new ScriptedClient({
      branding: { brandColor: '#0f746c', neutrals: 'warm', radius: 12, fontFamily: null },
    });
    const box = mount(html`<mh-provider .client=${hub} account-branding theme="light"></mh-provider>`);
    const provider = box.querySelector<MhProvider>('mh-provider')!;
    await until(() => provider.style.getPropertyValue('--mh-radius') === '12px');
    expect(colour(provider, '--mh-brand')).toBe('rgb(15, 116, 108)');
    expect(colour(provider, '--mh-bg')).toBe('rgb(248, 245, 241)');
  });
});
