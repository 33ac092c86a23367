import { html } from 'lit';
import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import '../../define/all.ts';
import { findBarriers } from '../../testing/accessible.ts';
import { mount, nextEvent, settled, unmountAll, until } from '../../testing/mounting.ts';
import { sampleMe, sampleSessions } from '../../testing/sample-data.ts';
import { ScriptedClient, type Script } from '../../testing/scripted-client.ts';
import type { MhSessions } from './sessions.ts';

afterEach(unmountAll);

const client = (script: Script = {}): ScriptedClient =>
  new ScriptedClient({ sessions: sampleSessions(Date.now()), ...script });
async function mountSessions(hub: ScriptedClient): Promise<MhSessions> {
  const element = mount(html`<mh-sessions .client=${hub}></mh-sessions>`, {
    width: 960,
    height: 520,
  }).querySelector('mh-sessions')!;
  await until(() => element.state !== 'loading');
  await settled(element);
  return element;
}
/** Makes the browser lose or find its network, as it tells the page. */
const network = (onLine: boolean): void => {
  Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => onLine });
  window.dispatchEvent(new Event(onLine ? 'online' : 'offline'));
};
const row = (element: MhSessions, name: string): HTMLElement =>
  [...element.shadowRoot!.querySelectorAll<HTMLElement>('li')].find(
    (it) => it.querySelector('.name')!.textContent === name,
  )!;
const button = (part: ParentNode, name: string): HTMLButtonElement =>
  [...part.querySelectorAll('button')].find((it) =>
    (it.getAttribute('aria-label') ?? it.textContent).includes(name),
  )!;

const keep = (event: Event): void => event.preventDefault();
const text = (element: MhSessions): string => element.shadowRoot!.textContent;

describe('mh-sessions', () => {
  it('says how each number is, why, and what to do', async () => {
    const element = await mountSessions(client());
    expect(row(element, 'Recepção').textContent).toContain('Conectada');
    expect(row(element, 'Financeiro').textContent).toContain('Esperando o celular');
    expect(row(element, 'Pós-venda').textContent).toContain('Removida no celular às 9:58');
    expect(row(element, 'Loja da praça').textContent).toContain('Ainda sem número');
    expect(element.shadowRoot!.querySelector('.top')!.textContent.replace(/\s+/g, ' ')).toContain(
      '5 números 3 pedem atenção',
    );
  });

  it('says what WhatsApp holds back and until when, and how far the import is', async () => {
    const element = await mountSessions(client());
    expect(row(element, 'Exames').textContent).toMatch(/O WhatsApp limita conversas novas até \S/);
    expect(row(element, 'Recepção').textContent).toContain('Trazendo conversas antigas · 40%');
    expect(row(element, 'Recepção').querySelector('progress')!.value).toBe(40);
    expect(row(element, 'Pós-venda').querySelector('.note')).toBeNull();
  });

  it('says what is wrong with a number that is connected, and how well it works', async () => {
    const element = await mountSessions(client());
    expect(row(element, 'Exames').textContent).toContain('Conectada, com problemas');
    expect(row(element, 'Exames').textContent).toContain('3 mensagens esperam o celular');
    expect(row(element, 'Exames').querySelector('.score')!.ariaLabel).toBe('Saúde 72 de 100');
    expect(row(element, 'Loja da praça').querySelector('.score')).toBeNull();
  });

  it('opens the detail of a number, unless the page has its own, and gives the focus back', async () => {
    const element = await mountSessions(client());
    const name = row(element, 'Exames').querySelector<HTMLElement>('.name')!;
    element.addEventListener('mh-session-open', keep);
    name.click();
    await settled(element);
    expect(element.shadowRoot!.querySelector('dialog')).toBeNull();
    element.removeEventListener('mh-session-open', keep);
    name.click();
    const detail = await until(() => element.shadowRoot!.querySelector('mh-session'));
    await until(() => detail.state === 'ready');
    expect(element.shadowRoot!.querySelector('dialog')!.open).toBe(true);
    await userEvent.keyboard('{Escape}');
    await until(() => !element.shadowRoot!.querySelector('dialog'));
    await until(() => element.shadowRoot!.activeElement === name);
  });

  it('names a limit that it does not know by its code', async () => {
    const hub = client();
    hub.sessions[0] = { ...hub.sessions[0]!, restrictions: [{ code: 'some_new_limit', until: null }] };
    const element = await mountSessions(hub);
    expect(row(element, 'Recepção').textContent).toContain('Limite do WhatsApp: some_new_limit');
  });

  it('says what to do now where no button does, and when WhatsApp was last heard', async () => {
    const element = await mountSessions(client());
    expect(row(element, 'Financeiro').querySelector('.todo')!.textContent).toBe('Abra o WhatsApp no celular');
    expect(row(element, 'Financeiro').textContent).toMatch(/Outro programa usa este aparelho · vista \d/);
    expect(row(element, 'Pós-venda').querySelector('.todo')).toBeNull();
  });

  it('follows a session live, never backwards', async () => {
    const hub = client();
    const element = await mountSessions(hub);
    const session = hub.sessions[0]!;
    hub.emit({
      type: 'session.updated',
      data: { ...session, status: 'logged_out', reason: null, revision: 5 },
    });
    await until(() => row(element, 'Recepção').textContent.includes('Desconectada'));
    hub.realtime.emit({ type: 'session.updated', data: { ...session, revision: 4 } } as never);
    await settled(element);
    expect(row(element, 'Recepção').textContent).toContain('Desconectada');
  });

  it('removes a number after asking, and gives the focus back', async () => {
    const hub = client();
    const element = await mountSessions(hub);
    const more = button(row(element, 'Exames'), 'Mais ações');
    more.click();
    const menu = row(element, 'Exames').querySelector('[popover]')!;
    expect(menu.matches(':popover-open')).toBe(true);
    await userEvent.keyboard('{Escape}');
    await until(() => element.shadowRoot!.activeElement === more);
    more.click();
    button(menu, 'Remover número').click();
    const dialog = await until(() => element.shadowRoot!.querySelector('dialog'));
    expect(dialog.open).toBe(true);
    expect(dialog.textContent).toContain('Remover Exames?');
    expect(hub.calls.some((it) => it.method === 'removeSession')).toBe(false);
    const removed = nextEvent<{ sessionId: string }>(document, 'mh-session-removed');
    button(dialog, 'Remover número').click();
    expect((await removed).detail.sessionId).toBe('ses_exams');
    await until(() => !row(element, 'Exames') && !element.shadowRoot!.querySelector('dialog'));
  });

  it('says that nothing changed when removing failed', async () => {
    const hub = client();
    hub.fail('removeSession', 'internal_error', 500);
    const element = await mountSessions(hub);
    button(row(element, 'Exames'), 'Mais ações').click();
    button(row(element, 'Exames').querySelector('[popover]')!, 'Remover número').click();
    const dialog = await until(() => element.shadowRoot!.querySelector('dialog'));
    button(dialog, 'Remover número').click();
    await until(() => dialog.textContent.includes('Nada mudou'));
    button(dialog, 'Cancelar').click();
    await until(() => !element.shadowRoot!.querySelector('dialog'));
    expect(row(element, 'Exames')).toBeDefined();
  });

  it('connects a number in a dialog, and shows it in the list', async () => {
    const hub = client();
    const element = await mountSessions(hub);
    button(element.shadowRoot!, 'Conectar número').click();
    const dialog = await until(() => element.shadowRoot!.querySelector('dialog'));
    const pairing = await until(() => dialog.querySelector('mh-qr-pairing'));
    await until(() => pairing.shadowRoot?.querySelector('.qr path'));
    const session = hub.sessions.at(-1)!;
    const connected = nextEvent(document, 'mh-session-connected');
    hub.emit({
      type: 'session.updated',
      data: {
        ...session,
        status: 'connected',
        pairing: null,
        number: '+5511970000009',
        name: 'Nova',
        revision: 9,
      },
    });
    await connected;
    button(dialog, 'Fechar').click();
    await until(() => !element.shadowRoot!.querySelector('dialog') && row(element, 'Nova'));
    await until(() => element.shadowRoot!.activeElement?.textContent?.includes('Conectar número'));
  });

  it('offers only what the person may do', async () => {
    const element = await mountSessions(client({ me: { ...sampleMe(), permissions: ['sessions:read'] } }));
    expect(element.shadowRoot!.querySelectorAll('.acts button, .top button').length).toBe(0);
  });

  it('has its states', async () => {
    expect(text(await mountSessions(client({ sessions: [] })))).toContain('Nenhum número ainda');
    const failing = client();
    failing.fail('listSessions', 'internal_error', 500);
    const element = await mountSessions(failing);
    expect(text(element)).toContain('Pedido req_01kb7f31');
    failing.heal('listSessions');
    button(element.shadowRoot!, 'Tentar de novo').click();
    await until(() => row(element, 'Recepção'));
    const expired = client();
    expired.fail('listSessions', 'token_expired', 401);
    expect(text(await mountSessions(expired))).toContain('Seu acesso expirou');
    expect(text(await mountSessions(client({ state: 'offline' })))).toContain('Sem internet');
  });

  it('says that the browser has no network before a socket could tell, and when it is back', async () => {
    const element = await mountSessions(client());
    try {
      network(false);
      await until(() => text(element).includes('Sem internet'));
      network(true);
      await until(() => !text(element).includes('Sem internet'));
    } finally {
      Reflect.deleteProperty(navigator, 'onLine');
    }
  });

  for (const theme of ['light', 'dark']) {
    it(`has no barriers, ${theme}`, async () => {
      const box = mount(
        html`<mh-provider .client=${client()} theme=${theme}><mh-sessions></mh-sessions></mh-provider>`,
      );
      const element = box.querySelector('mh-sessions')!;
      await until(() => element.state === 'ready');
      await settled(element);
      expect(await findBarriers(box)).toEqual([]);
    });
  }
});
