import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { outboxOf } from '../../controllers/outbox.ts';
import {
  longThread,
  sampleAnswer,
  sampleConversation,
  sampleInbox,
  sampleMessage,
  SAMPLE_NOW,
} from '../../testing/sample-data.ts';
import { mountThread, type ThreadHarness } from '../../testing/inbox-harness.ts';
import { frame, settled, unmountAll, until } from '../../testing/mounting.ts';
import { ScriptedClient, type Script } from '../../testing/scripted-client.ts';

afterEach(unmountAll);

const client = (script: Script = {}): ScriptedClient => new ScriptedClient({ ...sampleInbox(), ...script });
const open = async (script: Script = {}): Promise<{ hub: ScriptedClient; thread: ThreadHarness }> => {
  const hub = client(script);
  return { hub, thread: await mountThread(hub, 'conv_marina').ready() };
};
const fresh = (id: string, text: string): ReturnType<typeof sampleMessage> =>
  sampleMessage({
    id,
    timestamp: new Date(SAMPLE_NOW + 60_000).toISOString(),
    content: { type: 'text', text },
  });
const top = (row: HTMLElement): number => row.getBoundingClientRect().top;

const failed = (id: string, retryable: boolean): ReturnType<typeof sampleAnswer> =>
  sampleAnswer({
    id,
    timestamp: new Date(SAMPLE_NOW + (retryable ? 2 : 1) * 600_000).toISOString(),
    content: { type: 'text', text: id },
    status: 'failed',
    failure: { code: 'session_removed', message: 'a Recepção ficou fora do ar', retryable } as never,
  });

describe('mh-conversation', () => {
  it('shows who wrote what, when, in the account’s time zone, and how far it got', async () => {
    const { thread } = await open();
    expect(thread.root.querySelector('h2')!.textContent).toBe('Marina Azevedo');
    // 13:34 UTC is 10:34 in São Paulo.
    expect(thread.meta('Consegue na quinta')).toBe('10:34');
    expect(thread.meta('Recebi, obrigada')).toContain('Bia · 10:21 Lida');
    expect(thread.bubble('Vida Plena e também')!.querySelector('strong')!.textContent).toBe('Vida Plena');
    expect(thread.root.querySelector('.day--new')!.textContent).toBe('2 mensagens novas');
    expect(thread.bubble('A carteirinha nova')!.querySelector('.pic')!.ariaLabel).toBe('Foto');
  });

  it('joins bubbles of one author, and begins a new run after five minutes', async () => {
    const { thread } = await open();
    expect(thread.row('Consegue na quinta')!.classList.contains('joined')).toBe(true);
    expect(thread.row('Oi! Preciso remarcar')!.classList.contains('joined')).toBe(false);
  });

  it('shows a sent text at once, dashed, and the same row turns into ticks', async () => {
    const { hub, thread } = await open();
    const answer = hub.hold('sendMessage');
    await thread.send('Temos sim');
    const row = thread.row('Temos sim')!;
    expect(row.querySelector('.bub')!.classList.contains('queued')).toBe(true);
    expect(thread.meta('Temos sim')).toContain('Enviando');
    expect(thread.field.value).toBe('');
    answer();
    await until(() => thread.meta('Temos sim').includes('Na fila'));
    let message = hub.threads['conv_marina']!.at(-1)!;
    for (const [status, word] of [
      ['sent', 'Enviada'],
      ['delivered', 'Entregue'],
      ['read', 'Lida'],
    ] as const) {
      message = hub.advance(message, status);
      await settled(thread.element);
      expect(thread.meta('Temos sim')).toContain(word);
    }
    expect(thread.row('Temos sim')).toBe(row);
    expect(thread.root.querySelectorAll('.msg').length).toBe(8);
  });

  it('never goes back to an older revision', async () => {
    const { hub, thread } = await open();
    const answer = hub.hold('sendMessage');
    await thread.send('Rápido');
    // The socket is faster than the answer.
    const sent = sampleAnswer({
      id: 'msg_sent_1',
      timestamp: new Date().toISOString(),
      content: { type: 'text', text: 'Rápido' },
      status: 'sent',
      revision: 2,
    });
    hub.realtime.emit({ type: 'message.sent', data: sent } as never);
    await settled(thread.element);
    expect(thread.meta('Rápido')).toContain('Enviada');
    expect(thread.root.querySelectorAll('.msg').length).toBe(8);
    answer();
    await until(() => outboxOf(hub).unsentIn('conv_marina').length === 0);
    await settled(thread.element);
    expect(thread.meta('Rápido')).toContain('Enviada');
    expect(thread.root.querySelectorAll('.msg').length).toBe(8);
    hub.realtime.emit({ type: 'message.updated', data: { ...sent, status: 'queued', revision: 1 } } as never);
    await settled(thread.element);
    expect(thread.meta('Rápido')).toContain('Enviada');
  });

  it('keeps texts in order and sends them by themselves once the connection is back', async () => {
    const { hub, thread } = await open();
    hub.fail('sendMessage', 'connection_failed');
    await thread.send('um');
    await thread.send('dois');
    await until(
      () => thread.meta('dois').includes('Na fila') || thread.row('dois')!.classList.contains('continued'),
    );
    hub.heal('sendMessage');
    hub.realtime.become('open');
    await until(() => hub.threads['conv_marina']!.length === 9);
    expect(
      hub.threads['conv_marina']!.slice(-2).map((it) => 'text' in it.content && it.content.text),
    ).toEqual(['um', 'dois']);
    const keys = hub.calls
      .filter((it) => it.method === 'sendMessage')
      .map((it) => JSON.stringify(it.args[1]));
    expect(new Set(keys).size).toBe(2);
  });

  it('says why the API refused a text, and tries again under the same key', async () => {
    const { hub, thread } = await open();
    hub.fail('sendMessage', 'not_on_whatsapp', 422, 'o número não está no WhatsApp');
    await thread.send('Oi?');
    await until(() => thread.meta('Oi?').includes('Não enviada: o número não está no WhatsApp'));
    hub.heal('sendMessage');
    thread.row('Oi?')!.querySelector<HTMLButtonElement>('.acts .btn')!.click();
    await until(() => thread.meta('Oi?').includes('Na fila'));
    const keys = hub.calls
      .filter((it) => it.method === 'sendMessage')
      .map((it) => (it.args[1] as { idempotencyKey: string }).idempotencyKey);
    expect(keys[0]).toBe(keys[1]);
  });

  it('offers to send a failed message again only when that can help', async () => {
    const { thread } = await open({
      threads: { conv_marina: [failed('msg_never', false), failed('msg_again', true)] },
    });
    expect(thread.meta('msg_never')).toBe('Não enviada: a Recepção ficou fora do ar');
    expect(thread.meta('msg_again')).toContain('Tentar de novo');
  });

  it('sends a failed message again as the one it is', async () => {
    const { hub, thread } = await open({ threads: { conv_marina: [failed('msg_again', true)] } });
    hub.fail('retryMessage', 'unavailable', 503);
    const again = (): HTMLButtonElement =>
      thread.row('msg_again')!.querySelector<HTMLButtonElement>('.acts .btn')!;
    again().click();
    await until(() => hub.calls.some((it) => it.method === 'retryMessage'));
    await until(() => thread.meta('msg_again').includes('Tentar de novo'));
    hub.heal('retryMessage');
    again().click();
    await until(() => thread.meta('msg_again').includes('Na fila'));
    expect(hub.calls.filter((it) => it.method === 'sendMessage')).toEqual([]);
  });

  it('keeps a draft for each conversation, and what was not sent, over a reload', async () => {
    const first = client();
    let thread = await mountThread(first, 'conv_marina').ready();
    first.fail('sendMessage', 'connection_failed');
    await thread.send('Ainda não saiu');
    await thread.write('Um rascunho');
    thread.element.parentElement!.remove();
    // The page is loaded anew: another client, the same person.
    const second = client();
    second.fail('sendMessage', 'connection_failed');
    thread = await mountThread(second, 'conv_marina').ready();
    await until(() => thread.field.value === 'Um rascunho');
    await until(() => thread.bubble('Ainda não saiu'));
    second.heal('sendMessage');
    outboxOf(second).flush();
    await until(() =>
      second.threads['conv_marina']!.some(
        (it) => 'text' in it.content && it.content.text === 'Ainda não saiu',
      ),
    );
    await until(() => !sessionStorage.getItem('metahub:acc_vereda:mem_bia')?.includes('Ainda não saiu'));
  });

  it('shows another draft in another conversation', async () => {
    const { thread } = await open();
    await thread.write('Para a Marina');
    thread.element.conversationId = 'conv_otilia';
    await settled(thread.element);
    await until(() => thread.composer && thread.field.value === '');
    thread.element.conversationId = 'conv_marina';
    await until(() => thread.composer && thread.field.value === 'Para a Marina');
  });

  it('loads older messages while scrolling back, without a jump', async () => {
    const { thread } = await open({ threads: { conv_marina: longThread(400) } });
    expect(
      thread.scroller.scrollHeight - thread.scroller.scrollTop - thread.scroller.clientHeight,
    ).toBeLessThan(2);
    const jumps: number[] = [];
    for (let step = 0; step < 120; step++) {
      const rows = [...thread.root.querySelectorAll<HTMLElement>('.msg')];
      const edge = thread.scroller.getBoundingClientRect().top;
      const anchor = rows.find((row) => top(row) >= edge)!;
      const before = top(anchor);
      const step150 = Math.min(150, thread.scroller.scrollTop);
      thread.scroller.scrollTop -= step150;
      await frame();
      await frame();
      if (anchor.isConnected) jumps.push(Math.round(top(anchor) - before - step150));
    }
    expect(jumps.length).toBeGreaterThan(100);
    expect(jumps.filter((jump) => Math.abs(jump) > 1)).toEqual([]);
    expect(thread.element.controller!.items.length).toBeGreaterThan(150);
  });

  it('reaches the very first message', async () => {
    const { thread } = await open({ threads: { conv_marina: longThread(260) } });
    thread.scroller.focus();
    await until(() => {
      thread.scroller.scrollTop = 0;
      return thread.root.querySelector('[data-id="msg_000000"]');
    });
    expect(thread.element.controller!.hasOlder).toBe(false);
  });

  it('keeps one’s place when the thread is read anew after events were missed', async () => {
    const { hub, thread } = await open({ threads: { conv_marina: longThread(200) } });
    await until(() => {
      thread.scroller.scrollTop -= 400;
      return thread.element.controller!.items.length >= 150;
    });
    await settled(thread.element);
    const anchor = [...thread.root.querySelectorAll<HTMLElement>('.msg')].find((row) => top(row) > 0)!;
    const before = top(anchor);
    hub.threads['conv_marina']!.push(fresh('msg_missed', 'Perdida no caminho'));
    hub.realtime.emit({ type: 'resync', reason: 'events_expired' } as never);
    await until(() => thread.element.controller!.items.at(-1)!.key === 'msg_missed');
    await settled(thread.element);
    expect(thread.element.controller!.items.length).toBeGreaterThan(150);
    expect(Math.abs(top(anchor) - before)).toBeLessThan(1);
  });

  it('stays where one reads when messages come, counts them, and goes to the newest', async () => {
    const { hub, thread } = await open({ threads: { conv_marina: longThread(200) } });
    thread.scroller.scrollTop -= 900;
    await frame();
    await settled(thread.element);
    const anchor = [...thread.root.querySelectorAll<HTMLElement>('.msg')].find((row) => top(row) > 0)!;
    const before = top(anchor);
    hub.receive(fresh('msg_new_1', 'Chegou uma'));
    hub.receive(fresh('msg_new_2', 'Chegou outra'));
    await settled(thread.element);
    expect(Math.abs(top(anchor) - before)).toBeLessThan(1);
    const jump = await until(() => thread.root.querySelector<HTMLButtonElement>('.jump'));
    expect(jump.textContent).toContain('2');
    jump.click();
    await until(() => thread.bubble('Chegou outra'));
    await settled(thread.element);
    expect(
      thread.scroller.scrollHeight - thread.scroller.scrollTop - thread.scroller.clientHeight,
    ).toBeLessThan(2);
    expect(thread.root.querySelector('.jump')).toBeNull();
  });

  it('follows the end, reads new messages out once, and marks them as read', async () => {
    const { hub, thread } = await open();
    await until(() => hub.calls.some((it) => it.method === 'markConversationRead'));
    hub.receive(fresh('msg_new_1', 'E na sexta?'));
    await until(() => thread.bubble('E na sexta?'));
    await settled(thread.element);
    expect(
      thread.scroller.scrollHeight - thread.scroller.scrollTop - thread.scroller.clientHeight,
    ).toBeLessThan(2);
    expect(thread.spoken).toEqual(['Marina Azevedo: E na sexta?']);
    await until(
      () => hub.calls.filter((it) => it.method === 'markConversationRead').at(-1)?.args[1],
      'the mark',
    );
    expect(hub.calls.filter((it) => it.method === 'markConversationRead').at(-1)!.args[1]).toEqual({
      upTo: 'msg_new_1',
    });
  });

  it('stays at the end when the panel gets lower, as under a phone’s keyboard', async () => {
    const { thread } = await open({ threads: { conv_marina: longThread(120) } });
    const box = thread.element.parentElement!;
    for (const height of [320, 640]) {
      box.style.height = `${height}px`;
      await frame();
      await settled(thread.element);
      expect(
        thread.scroller.scrollHeight - thread.scroller.scrollTop - thread.scroller.clientHeight,
      ).toBeLessThan(2);
    }
  });

  it('shows a quoted message that is far away', async () => {
    const messages = longThread(300);
    messages.push(
      sampleAnswer({
        id: 'msg_zz',
        timestamp: new Date(SAMPLE_NOW).toISOString(),
        content: { type: 'text', text: 'Sobre aquilo' },
        quoted: {
          messageId: 'msg_000020',
          author: { kind: 'contact', id: 'ctc_marina', name: 'Marina' },
          preview: 'aquilo',
        },
      }),
    );
    const { thread } = await open({ threads: { conv_marina: messages } });
    thread.bubble('Sobre aquilo')!.querySelector<HTMLButtonElement>('.quote')!.click();
    const target = await until(() => thread.root.querySelector<HTMLElement>('[data-id="msg_000020"]'));
    await settled(thread.element);
    const pane = thread.scroller.getBoundingClientRect();
    expect(top(target)).toBeGreaterThan(pane.top - 1);
    expect(target.getBoundingClientRect().bottom).toBeLessThan(pane.bottom + 1);
    expect(thread.root.activeElement).toBe(target);
  });

  it('moves between messages by arrows, Home and End, as one tab stop', async () => {
    const { thread } = await open();
    thread.scroller.focus();
    await userEvent.keyboard('{ArrowUp}');
    await until(() => thread.root.activeElement?.textContent?.includes('Consegue na quinta'));
    await userEvent.keyboard('{ArrowUp}');
    await until(() => thread.root.activeElement?.textContent?.includes('De manhã é melhor'));
    await userEvent.keyboard('{Home}');
    await until(() => thread.root.activeElement?.textContent?.includes('Bom dia!'));
    await userEvent.keyboard('{End}');
    await until(() => thread.root.activeElement?.textContent?.includes('Consegue na quinta'));
    expect(thread.root.querySelectorAll('.msg[tabindex="0"]').length).toBe(1);
    expect(thread.scroller.tabIndex).toBe(-1);
  });

  it('draws text only, whatever a customer writes', async () => {
    const text = '<img src=x onerror="window.hit=1"> <b>oi</b> javascript:alert(1) https://exemplo.example/a';
    const { thread } = await open({
      threads: { conv_marina: [sampleMessage({ id: 'msg_1', content: { type: 'text', text } })] },
    });
    expect(thread.bubble('<img')!.querySelector('img, b')).toBeNull();
    const link = await until(() => thread.bubble('<img')!.querySelector('a'));
    expect(link.href).toBe('https://exemplo.example/a');
    expect(link.rel).toContain('noopener');
    expect(thread.bubble('<img')!.querySelectorAll('a').length).toBe(1);
  });

  it('says so when the conversation was passed on, and when it comes back', async () => {
    const { hub, thread } = await open();
    hub.emit({ type: 'conversation.withdrawn', data: { id: 'conv_marina' } });
    await until(() => thread.root.textContent.includes('não está mais com você'));
    expect(thread.root.querySelector('mh-composer')).toBeNull();
    hub.emit({ type: 'conversation.updated', data: sampleConversation({ id: 'conv_marina', revision: 9 }) });
    await until(() => thread.bubble('Consegue na quinta'));
  });

  it('warns that texts will queue while the session is down, and sends them anyway', async () => {
    const { hub, thread } = await open();
    hub.emit({ type: 'session.updated', data: { ...hub.sessions[0]!, status: 'disconnected', revision: 2 } });
    await until(() =>
      thread.composer.shadowRoot!.querySelector('.queue')?.textContent?.includes('Recepção está fora do ar'),
    );
    await thread.send('Fica na fila');
    await until(() => thread.meta('Fica na fila').includes('Na fila'));
  });

  it('can be read without being answered', async () => {
    const me = { ...(await client().getMe()), permissions: ['conversations:read'] as never };
    const { thread } = await open({ me });
    expect(thread.root.querySelector('mh-composer')).toBeNull();
  });
});
