import { html } from 'lit';
import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import '../../define/all.ts';
import type { Session } from '../../client/contract.ts';
import { findBarriers } from '../../testing/accessible.ts';
import { sampleFacts, sampleHealth, sampleJournal } from '../../testing/sample-health.ts';
import { mount, settled, unmountAll, until } from '../../testing/mounting.ts';
import { sampleMe, sampleSessions } from '../../testing/sample-data.ts';
import { ScriptedClient, type Script } from '../../testing/scripted-client.ts';
import { barsOf } from './health-parts.ts';
import type { MhSession } from './session.ts';

afterEach(unmountAll);

const client = (script: Script = {}): ScriptedClient => {
  const now = Date.now();
  return new ScriptedClient({
    sessions: sampleSessions(now),
    health: { ses_exams: sampleHealth(now), ses_after: sampleHealth(now) },
    journal: { ses_exams: sampleJournal(now) },
    ...script,
  });
};
async function show(hub: ScriptedClient, id = 'ses_exams', width = 720): Promise<MhSession> {
  const box = mount(html`<mh-session .client=${hub} session-id=${id}></mh-session>`, { width, height: 900 });
  const element = box.querySelector('mh-session')!;
  await until(() => element.state !== 'loading');
  await settled(element);
  return element;
}
const rootOf = (element: MhSession): ShadowRoot => element.shadowRoot!;
const said = (part: ParentNode | null | undefined): string =>
  (part as Element | null)?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const button = (element: MhSession, name: string): HTMLButtonElement =>
  [...rootOf(element).querySelectorAll('button')].find((it) => it.textContent.includes(name))!;
const change = (hub: ScriptedClient, id: string, part: Partial<Session>): void => {
  const session = hub.sessions.find((it) => it.id === id)!;
  hub.emit({ type: 'session.updated', data: { ...session, ...part, revision: session.revision + 1 } });
};
const openTab = async (element: MhSession, name: string): Promise<void> => {
  rootOf(element).querySelector<HTMLElement>(`#tab-${name}`)!.click();
  await until(() => rootOf(element).querySelector('#panel form, #panel table'));
};

describe('mh-session', () => {
  it('says how a number is, what takes from it, and what to do now', async () => {
    const element = await show(client());
    const now = said(rootOf(element).querySelector('.now'));
    expect(rootOf(element).querySelector('.ring')!.ariaLabel).toBe('Saúde 72 de 100');
    expect(now).toContain('Parcial');
    expect(now).toContain('3 mensagens esperam o celular');
    expect(now).toContain('Abra o WhatsApp no celular');
    expect(now).toContain('O WhatsApp limita conversas novas até');
  });

  it('says that nothing is to be done where all is well', async () => {
    const element = await show(client(), 'ses_front');
    expect(said(rootOf(element).querySelector('.now'))).toContain('Ninguém precisa fazer nada');
    expect(said(rootOf(element).querySelector('.now'))).toContain('Trazendo conversas antigas · 40%');
  });

  it.each([
    [
      { received: 12, caughtUpAt: '2026-11-25T14:00:00Z' },
      '12 mensagens que chegaram nesse tempo já estão aqui',
    ],
    [{ received: 0, caughtUpAt: '2026-11-25T14:00:00Z' }, 'Nada se perdeu'],
    [{ received: 4, caughtUpAt: null }, 'Recuperando o que chegou: 4 de 12'],
  ])('says what was missed while it was away: %o', async (part, words) => {
    const hub = client();
    const session = hub.sessions.find(({ id }) => id === 'ses_exams')!;
    const gap = { ...session.health.gap!, ...part };
    change(hub, 'ses_exams', { health: { ...session.health, gap } });
    const element = await show(hub);
    expect(said(rootOf(element).querySelector('.gap'))).toContain(words);
  });

  it('tells the history in words, latest first, and reads further back', async () => {
    const hub = client();
    const { data, facts } = sampleHealth(Date.now());
    const old = Array.from({ length: 100 }, (_, at) => ({
      ...data.at(-1)!,
      id: `hlt_old_${at}`,
      at: new Date(Date.now() - (3_000 + at) * 60_000).toISOString(),
    }));
    hub.health['ses_exams'] = { data: [...data, ...old], facts };
    const element = await show(hub);
    const entries = (): string[] => [...rootOf(element).querySelectorAll('.entry')].map((it) => said(it));
    expect(entries()[0]).toContain('Saúde: parcial (72)');
    expect(entries()[0]).toContain('mensagens esperam o celular');
    expect(entries()[1]).toContain('em aberto');
    expect(entries()[2]).toContain('Sem conexão a conexão caiu · por 2 min');
    expect(entries()[3]).toContain('Recuperou 12 mensagens');
    expect(entries()[5]).toContain('o WhatsApp não respondeu · por 4 h 00');
    expect(entries()[6]).toContain('sem ouvir o WhatsApp nenhuma resposta · por 6 min');
    expect(entries()).toHaveLength(100);
    button(element, 'Mostrar mais').click();
    await until(() => entries().length === 108);
    expect(button(element, 'Mostrar mais')).toBeUndefined();
  });

  it('draws a day of half hours from what interrupted it', () => {
    const now = Date.parse('2026-11-25T12:00:00Z');
    const at = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();
    const entries = [
      { id: 'a', type: 'disconnected', at: at(45), until: null, reason: 'connection_lost' },
      { id: 'b', type: 'silence', at: at(115), until: at(100), cause: 'nothing_heard' },
    ] as const;
    const bars = barsOf(entries, { now, from: now - 5 * 3_600_000 });
    expect(bars).toHaveLength(48);
    expect(bars.slice(-11)).toEqual([
      'none',
      ...Array.from({ length: 6 }, () => 'up'),
      'some',
      'up',
      'some',
      'down',
    ]);
  });

  it('follows alerts and changes live, once for many', async () => {
    const hub = client();
    const element = await show(hub);
    const asked = (): number => hub.calls.filter(({ method }) => method === 'listSessionHealth').length;
    const before = asked();
    hub.health['ses_exams'] = { data: [], facts: sampleFacts({ receivedDay: 7 }) };
    const alert = { id: 'hlt_9', sessionId: 'ses_exams', state: 'raised' };
    hub.emit({ type: 'session.alerted', data: alert });
    change(hub, 'ses_exams', {
      health: { score: 95, state: 'good', since: new Date().toISOString(), causes: [], gap: null },
    });
    hub.emit({ type: 'session.alerted', data: { ...alert, sessionId: 'ses_other' } });
    await until(() => said(rootOf(element)).includes('Ninguém precisa fazer nada'));
    await until(() => said(rootOf(element).querySelector('.facts')).startsWith('Recebidas 7'));
    expect(asked()).toBe(before + 1);
  });

  it('pauses after asking, and resumes', async () => {
    const hub = client();
    const element = await show(hub);
    button(element, 'Pausar').click();
    const dialog = await until(() => rootOf(element).querySelector('dialog'));
    hub.fail('pauseSession', 'internal_error', 500);
    [...dialog.querySelectorAll('button')].at(-1)!.click();
    await until(() => said(dialog).includes('Não deu certo. Nada mudou.'));
    hub.heal('pauseSession');
    [...dialog.querySelectorAll('button')].at(-1)!.click();
    const resume = await until(() => button(element, 'Retomar'));
    expect(rootOf(element).querySelector('dialog')).toBeNull();
    resume.click();
    await until(() => said(rootOf(element).querySelector('.head')).includes('Conectando'));
  });

  it('asks for the link anew where it has ended, and guides through a passkey', async () => {
    const hub = client();
    change(hub, 'ses_after', {
      status: 'failed',
      reason: { code: 'passkey_required', message: 'Pede chave de acesso.', action: 'open_phone' },
    });
    const element = await show(hub, 'ses_after');
    expect(said(rootOf(element).querySelector('.guide'))).toContain('Chaves de acesso');
    const asked = new Promise<CustomEvent<{ sessionId: string }>>((resolve) =>
      element.addEventListener('mh-connect-request', (event) => resolve(event as never), { once: true }),
    );
    button(element, 'Conectar de novo').click();
    expect((await asked).detail.sessionId).toBe('ses_after');
  });

  it('changes only what was changed, and says when it is saved', async () => {
    const hub = client();
    const element = await show(hub);
    await openTab(element, 'settings');
    const field = (name: string): HTMLInputElement => rootOf(element).querySelector(`[name=${name}]`)!;
    await userEvent.click(field('reject'));
    await userEvent.fill(field('text'), 'Escreva, por favor.');
    await userEvent.fill(field('minPause'), '8');
    button(element, 'Salvar ajustes').click();
    await until(() => said(rootOf(element)).includes('A pausa maior não pode ser menor'));
    await userEvent.fill(field('maxPause'), '20');
    await userEvent.fill(field('proxyUrl'), 'socks5://proxy.example:1080');
    await userEvent.fill(field('proxyPassword'), 'segredo');
    button(element, 'Salvar ajustes').click();
    await until(() => said(rootOf(element)).includes('Ajustes salvos'));
    const { revision } = sampleSessions().find(({ id }) => id === 'ses_exams')!;
    const updates = hub.calls.filter(({ method }) => method === 'updateSession');
    expect(updates.map(({ args }) => args[2])).toEqual([{ ifMatch: `"${revision}"` }]);
    expect(updates.map(({ args }) => args[1])).toEqual([
      {
        settings: {
          calls: { reject: true, text: 'Escreva, por favor.' },
          pacing: { minPauseMs: 8_000, maxPauseMs: 20_000 },
          proxy: { url: 'socks5://proxy.example:1080', password: 'segredo' },
        },
      },
    ]);
    expect(field('proxyPassword').value).toBe('');
  });

  it('shows the journal: what became of what WhatsApp handed over, found by code and outcome', async () => {
    const element = await show(client());
    await openTab(element, 'journal');
    const rows = (): string[] => [...rootOf(element).querySelectorAll('tbody tr')].map((it) => said(it));
    expect(rows()[0]).toContain('+55 11 99000-0148');
    expect(rows()[0]).toContain('Virou mensagem');
    expect(rows()[2]).toContain('Espera o celular pedida de novo 2 vezes');
    expect(rows()[4]).toContain('guardada pelo WhatsApp · entregue 2 vezes');
    await userEvent.selectOptions(rootOf(element).querySelector('select')!, 'undecryptable');
    await until(() => rows().length === 1 && rows()[0]!.includes('Não dá para ler ainda'));
    await userEvent.selectOptions(rootOf(element).querySelector('select')!, '');
    await userEvent.fill(rootOf(element).querySelector('[type=search]')!, '3EB0C767D097B7C7C090211');
    await until(() => rows().length === 1 && rows()[0]!.includes('pelo celular'));
    await userEvent.fill(rootOf(element).querySelector('[type=search]')!, 'nada');
    await until(() => said(rootOf(element)).includes('Nada com este filtro'));
  });

  it('keeps settings and pausing from those who may only look', async () => {
    const element = await show(client({ me: { ...sampleMe(), permissions: ['sessions:read'] } }));
    expect([...rootOf(element).querySelectorAll('[role=tab]')].map((it) => said(it))).toEqual([
      'Saúde',
      'Diário',
    ]);
    expect(button(element, 'Pausar')).toBeUndefined();
  });

  it('moves between its parts by arrows', async () => {
    const element = await show(client());
    rootOf(element).querySelector<HTMLElement>('#tab-health')!.focus();
    await userEvent.keyboard('{ArrowLeft}');
    await until(() => rootOf(element).querySelector('#tab-journal[aria-selected=true]'));
    expect(rootOf(element).activeElement!.id).toBe('tab-journal');
    await userEvent.keyboard('{Home}');
    await until(() => rootOf(element).querySelector('#tab-health[aria-selected=true]'));
  });

  it('has a state for each thing that can be the case', async () => {
    const failing = client();
    failing.fail('listSessionHealth', 'internal_error', 500);
    const broken = await show(failing);
    expect(said(rootOf(broken))).toContain('Não deu para abrir a sessão');
    failing.heal('listSessionHealth');
    button(broken, 'Tentar de novo').click();
    await until(() => broken.state === 'ready');

    const forbidden = client();
    forbidden.fail('listSessionHealth', 'forbidden', 403);
    expect(said(rootOf(await show(forbidden)))).toContain('Você não tem acesso a esta parte');

    expect(said(rootOf(await show(client(), 'ses_none')))).toContain('Esta sessão não está mais aqui');

    const expired = client();
    expired.fail('getSession', 'token_expired', 401);
    expect(said(rootOf(await show(expired)))).toContain('Seu acesso expirou');

    expect(said(rootOf(await show(client({ state: 'offline' }))))).toContain('Sem internet');

    const empty = await show(client({ health: {} }), 'ses_square');
    expect(said(rootOf(empty))).toContain('A saúde aparece depois da primeira conexão');
    expect(said(rootOf(empty))).toContain('Nada aconteceu ainda');
  });

  it.each([
    ['health', 'light', 720],
    ['health', 'dark', 366],
    ['settings', 'light', 720],
    ['settings', 'dark', 366],
    ['journal', 'light', 720],
    ['journal', 'dark', 366],
  ])('has no barriers: %s, %s, %i px', async (tab, theme, width) => {
    const box = mount(
      html`<mh-provider .client=${client()} theme=${theme} .appearance=${{ brand: '#f0791e' }}><mh-session session-id="ses_exams"></mh-session></mh-provider>`,
      { width, height: 900 },
    );
    const element = box.querySelector('mh-session')!;
    await until(() => element.state === 'ready');
    if (tab !== 'health') await openTab(element, tab);
    await settled(element);
    expect(await findBarriers(box)).toEqual([]);
    expect(element.scrollWidth).toBeLessThanOrEqual(width);
  });
});
