import { html } from 'lit';
import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { findBarriers } from '../../testing/accessible.ts';
import { listOf, mountInbox, threadOf } from '../../testing/inbox-harness.ts';
import { mount, nextEvent, settled, unmountAll, until } from '../../testing/mounting.ts';
import { sampleConversation, sampleInbox, sampleMessage } from '../../testing/sample-data.ts';
import { ScriptedClient, type Script } from '../../testing/scripted-client.ts';
import type { MhInbox } from './inbox.ts';

afterEach(unmountAll);

const client = (script: Script = {}): ScriptedClient =>
  new ScriptedClient({ ...sampleInbox(Date.now()), ...script });

const text = (inbox: MhInbox): string =>
  `${inbox.shadowRoot!.textContent}${inbox.shadowRoot!.querySelector('mh-conversation-list')?.shadowRoot?.textContent ?? ''}`;

const cancel = (event: Event): void => event.preventDefault();

describe('mh-inbox', () => {
  it('puts who waits first, longest first, then everybody else', async () => {
    const inbox = await mountInbox(client());
    const list = await listOf(inbox).ready();
    expect(list.names.slice(0, 7)).toEqual([
      'Otília Lacerda',
      'Marina Azevedo',
      'Joaquim Prates',
      'Dalva Figueira',
      'Tadeu Cordeiro',
      'Iracema Rocha',
      'Vicente Salgueiro',
    ]);
    const groups = [...list.root.querySelectorAll('[role=group]')].map((it) => it.getAttribute('aria-label'));
    expect(groups).toEqual(['Esperando resposta', 'Em dia']);
    const spoken = list
      .row('Otília Lacerda')!
      .querySelector('.nm')!
      .parentElement!.textContent.replace(/\s+/g, ' ');
    expect(spoken).toContain('Otília Lacerda, 4 não lidas, esperando há 38 min, meta passou');
    expect(list.unread('Otília Lacerda')).toBe('4');
    expect(list.row('Joaquim Prates')!.textContent).toContain('Mensagem de voz');
    expect(list.row('Iracema Rocha')!.textContent).toContain('Você: Agendado');
  });

  it('opens a conversation, answers in it, and shows no counter for it', async () => {
    const hub = client();
    const inbox = await mountInbox(hub);
    const list = await listOf(inbox).ready();
    const opened = nextEvent<{ conversation: { id: string } }>(document, 'mh-conversation-open');
    await list.open('Marina Azevedo');
    expect((await opened).detail.conversation.id).toBe('conv_marina');
    const thread = await threadOf(inbox);
    expect(list.unread('Marina Azevedo')).toBe('');
    const told = nextEvent<{ text: string }>(document, 'mh-message-send');
    await thread.send('Às 9:20, pode ser?');
    expect((await told).detail.text).toBe('Às 9:20, pode ser?');
    await until(() => hub.threads['conv_marina']!.at(-1)!.direction === 'outbound');
  });

  it('moves a row up when its customer writes, and follows ticks in the preview', async () => {
    const hub = client();
    const inbox = await mountInbox(hub);
    const list = await listOf(inbox).ready();
    hub.receive(
      sampleMessage({
        id: 'msg_x',
        conversationId: 'conv_bento',
        timestamp: new Date().toISOString(),
        content: { type: 'text', text: 'Voltei' },
      }),
    );
    await until(
      () =>
        list.row('Bento Amoras')?.textContent?.includes('Voltei') && list.names.indexOf('Bento Amoras') === 5,
    );
    expect(list.unread('Bento Amoras')).toBe('1');
    const row = hub.conversations.find((it) => it.id === 'conv_nair')!;
    hub.advance(row.lastMessage!, 'read');
    await until(() => list.row('Nair Barcelos')!.querySelector('.read'));
  });

  it('leaves rows where they are while the pointer moves over them', async () => {
    const hub = client();
    const inbox = await mountInbox(hub);
    const list = await listOf(inbox).ready();
    const before = list.names;
    await userEvent.hover(list.row('Iracema Rocha')!);
    hub.receive(
      sampleMessage({
        id: 'msg_x',
        conversationId: 'conv_vicente',
        timestamp: new Date().toISOString(),
        content: { type: 'text', text: 'Oi de novo' },
      }),
    );
    await settled(list.element);
    expect(list.names).toEqual(before);
    list.root.querySelector('.scroller')!.dispatchEvent(new PointerEvent('pointerleave'));
    await until(() => list.names.indexOf('Vicente Salgueiro') === 5);
  });

  it('forgets a conversation that was withdrawn', async () => {
    const hub = client();
    const inbox = await mountInbox(hub);
    const list = await listOf(inbox).ready();
    hub.emit({ type: 'conversation.withdrawn', data: { id: 'conv_otilia' } });
    await until(() => !list.row('Otília Lacerda'));
  });

  it('goes on in the conversation that the open one went into, with what was being written', async () => {
    const hub = client();
    const inbox = await mountInbox(hub);
    const list = await listOf(inbox).ready();
    await list.open('Marina Azevedo');
    const thread = await threadOf(inbox);
    await userEvent.fill(thread.field, 'Consigo na quinta');
    const merged = sampleConversation({ id: 'conv_merged', name: 'Marina Azevedo Lima', revision: 3 });
    hub.mergeConversation('conv_marina', merged);
    hub.emit({ type: 'conversation.updated', data: merged });
    hub.emit({ type: 'conversation.withdrawn', data: { id: 'conv_marina' } });
    await until(() => inbox.conversationId === 'conv_merged');
    await until(() => thread.root.querySelector('h2')?.textContent === 'Marina Azevedo Lima');
    await until(() => thread.field.value === 'Consigo na quinta');
    expect(list.row('Marina Azevedo')).toBeUndefined();
  });

  it('turns to signed out when only the socket was told that access ended', async () => {
    const hub = client();
    const inbox = await mountInbox(hub);
    await listOf(inbox).ready();
    const told = nextEvent<{ type: string }>(document, 'mh-error');
    hub.realtime.become(
      'closed',
      Object.assign(new Error('The server ended the events.'), { code: 'revoked' }),
    );
    await until(() => text(inbox).includes('Seu acesso expirou'));
    expect((await told).detail.type).toBe('signed_out');
    expect(inbox.state).toBe('signed-out');
  });

  it('searches by name or number, says when nothing is found, and clears', async () => {
    const inbox = await mountInbox(client());
    const list = await listOf(inbox).ready();
    await list.search('mar');
    await until(() => list.names.length === 1 && list.names[0] === 'Marina Azevedo');
    await list.search('ninguém assim');
    await until(() => list.root.textContent.includes('Nada com esta busca'));
    [...list.root.querySelectorAll('button')].find((it) => it.textContent.includes('Limpar busca'))!.click();
    await until(() => list.names.length > 5);
    expect(list.root.querySelector('input')!.value).toBe('');
  });

  it('draws a window over thousands of rows, and reads further pages', async () => {
    const conversations = Array.from({ length: 3_000 }, (_, at) =>
      sampleConversation({
        id: `conv_${at}`,
        name: `Pessoa ${at}`,
        lastMessage: sampleMessage({
          id: `m${at}`,
          conversationId: `conv_${at}`,
          timestamp: new Date(Date.now() - at * 60_000).toISOString(),
        }),
      }),
    );
    const hub = client({ conversations });
    const inbox = await mountInbox(hub);
    const list = await listOf(inbox).ready();
    const scroller = list.root.querySelector('.scroller')!;
    await until(() => {
      scroller.scrollTop = scroller.scrollHeight;
      return list.element.controller!.size >= 400;
    });
    await settled(list.element);
    expect(list.root.querySelectorAll('.rows .conv').length).toBeLessThan(80);
    const shown = scroller.getBoundingClientRect();
    const rows = [...list.root.querySelectorAll('.rows .conv')].filter(
      (row) =>
        row.getBoundingClientRect().bottom > shown.top && row.getBoundingClientRect().top < shown.bottom,
    );
    expect(rows.length).toBeGreaterThan(5);
  });

  it('is complete by keyboard', async () => {
    const inbox = await mountInbox(client());
    const list = await listOf(inbox).ready();
    list.element.focus();
    await userEvent.keyboard('{ArrowDown}');
    const active = (): string => list.root.querySelector('.active .nm')?.textContent ?? '';
    await until(() => active() === 'Marina Azevedo');
    expect(list.root.querySelector('.scroller')!.getAttribute('aria-activedescendant')).toBe('conv_marina');
    await userEvent.keyboard('k');
    await until(() => active() === 'Otília Lacerda');
    await userEvent.keyboard('j{Enter}');
    const thread = await threadOf(inbox);
    await until(() => thread.root.activeElement === thread.composer);
    await userEvent.keyboard('{Escape}');
    await until(() => inbox.shadowRoot!.activeElement === list.element);
    await userEvent.keyboard('/');
    await until(() => list.root.activeElement?.localName === 'input');
    await userEvent.keyboard('{F6}');
    await until(
      () =>
        inbox.shadowRoot!.activeElement === thread.element && thread.root.activeElement !== thread.composer,
    );
    await userEvent.keyboard('{F6}');
    await until(() => thread.root.activeElement === thread.composer);
    await userEvent.keyboard('{F6}');
    await until(() => inbox.shadowRoot!.activeElement === list.element);
  });

  it('does not take keys that were typed into a field', async () => {
    const inbox = await mountInbox(client());
    await (await listOf(inbox).ready()).open('Marina Azevedo');
    const thread = await threadOf(inbox);
    thread.field.focus();
    await userEvent.keyboard('a/b');
    expect(thread.field.value).toBe('a/b');
  });

  it('shows one pane where it is narrow, and goes back', async () => {
    const inbox = await mountInbox(client(), { width: 390, height: 700 });
    const list = await listOf(inbox).ready();
    expect(list.element.getBoundingClientRect().width).toBe(390);
    await list.open('Marina Azevedo');
    const thread = await threadOf(inbox);
    expect(list.element.checkVisibility()).toBe(false);
    expect(thread.element.getBoundingClientRect().width).toBe(390);
    const closed = nextEvent(document, 'mh-conversation-close');
    thread.root.querySelector<HTMLElement>('.back')!.click();
    await closed;
    await until(() => list.element.checkVisibility() && inbox.shadowRoot!.activeElement === list.element);
  });

  it('shows list and thread side by side from 640 on, without a back button', async () => {
    const inbox = await mountInbox(client(), { width: 768, height: 700 });
    const list = await listOf(inbox).ready();
    await list.open('Marina Azevedo');
    const thread = await threadOf(inbox);
    expect(list.element.getBoundingClientRect().width).toBe(276);
    expect(thread.root.querySelector<HTMLElement>('.back')!.checkVisibility()).toBe(false);
  });

  it('has a state for each thing that can be the case, and tells the page of it', async () => {
    const seen: string[] = [];
    const note = (event: Event): void =>
      void seen.push(
        `${event.type}${event.type === 'mh-error' ? `:${(event as CustomEvent<{ type: string; requestId: string }>).detail.type}` : ''}`,
      );
    for (const name of ['mh-load-start', 'mh-ready', 'mh-error'] as const)
      document.addEventListener(name, note);

    await mountInbox(client({ conversations: [] })).then((inbox) =>
      until(() => text(inbox).includes('Nenhuma conversa ainda')),
    );
    expect(seen.splice(0)).toEqual(['mh-load-start', 'mh-ready']);

    const failing = client();
    failing.fail('listConversations', 'internal_error', 500);
    const inbox = await mountInbox(failing);
    await until(() => text(inbox).includes('Não deu para abrir as conversas'));
    expect(text(inbox)).toContain('Pedido req_01kb7f31');
    expect(seen.splice(0)).toEqual(['mh-load-start', 'mh-error:server']);
    failing.heal('listConversations');
    [...listOf(inbox).root.querySelectorAll('button')]
      .find((it) => it.textContent.includes('Tentar de novo'))!
      .click();
    await until(() => listOf(inbox).names.length > 5);
    expect(seen.splice(0)).toEqual(['mh-load-start', 'mh-ready']);

    const expired = client();
    expired.fail('listConversations', 'token_expired', 401);
    const out = await mountInbox(expired);
    await until(() => text(out).includes('Seu acesso expirou'));
    expect(seen.splice(0)).toEqual(['mh-load-start', 'mh-error:signed_out']);

    await mountInbox(undefined).then((bare) => until(() => text(bare).includes('Seu acesso expirou')));
    expect(seen.splice(0)).toEqual(['mh-error:signed_out']);

    const offline = await mountInbox(client({ state: 'offline' }));
    await until(() => text(offline).includes('Sem internet'));
    await listOf(offline).ready();
    for (const name of ['mh-load-start', 'mh-ready', 'mh-error'] as const)
      document.removeEventListener(name, note);
  });

  it('shows a skeleton after 200 ms of waiting, and the rows when they come', async () => {
    const hub = client();
    const release = hub.hold('listConversations');
    const inbox = await mountInbox(hub);
    const list = listOf(inbox);
    expect(list.root.querySelector('.skeleton')).toBeNull();
    await until(() => list.root.querySelector('.skeleton'));
    release();
    await until(() => list.names.length > 5);
    expect(list.root.querySelector('.skeleton')).toBeNull();
  });

  it('opens its own pairing dialog, unless the page has another way', async () => {
    const inbox = await mountInbox(client({ conversations: [] }));
    const button = await until(() => listOf(inbox).root.querySelector<HTMLElement>('.btn--main'));
    document.addEventListener('mh-connect-request', cancel);
    button.click();
    await settled(inbox);
    expect(inbox.shadowRoot!.querySelector('dialog')).toBeNull();
    document.removeEventListener('mh-connect-request', cancel);
    button.click();
    const dialog = await until(() => inbox.shadowRoot!.querySelector('dialog'));
    expect(dialog.open).toBe(true);
    await until(() => dialog.querySelector('mh-qr-pairing')?.shadowRoot?.querySelector('.qr'));
  });

  for (const [theme, dir] of [
    ['light', 'ltr'],
    ['dark', 'ltr'],
    ['light', 'rtl'],
  ] as const) {
    it(`has no barriers, ${theme} ${dir}`, async () => {
      const hub = client();
      const box = mount(
        html`<mh-provider .client=${hub} theme=${theme} dir=${dir} .appearance=${{ brand: '#f0791e' }}><mh-inbox></mh-inbox></mh-provider>`,
      );
      const inbox = box.querySelector('mh-inbox')!;
      await settled(inbox);
      const list = await listOf(inbox).ready();
      await list.open('Marina Azevedo');
      const thread = await threadOf(inbox);
      await settled(thread.element);
      expect(await findBarriers(box)).toEqual([]);
      const listBox = list.element.getBoundingClientRect();
      const threadBox = thread.element.getBoundingClientRect();
      expect(listBox.left < threadBox.left).toBe(dir === 'ltr');
      const bubble = thread.bubble('Recebi, obrigada')!.getBoundingClientRect();
      const middle = threadBox.left + threadBox.width / 2;
      expect((bubble.left + bubble.right) / 2 > middle).toBe(dir === 'ltr');
    });
  }
});
