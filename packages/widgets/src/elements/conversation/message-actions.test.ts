import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Message } from '../../client/contract.ts';
import { findBarriers } from '../../testing/accessible.ts';
import { sampleAnswer, sampleInbox, sampleMedia, sampleMessage } from '../../testing/sample-data.ts';
import { mountThread, type ThreadHarness } from '../../testing/inbox-harness.ts';
import { settled, unmountAll, until } from '../../testing/mounting.ts';
import { ScriptedClient, type Script } from '../../testing/scripted-client.ts';
import { whatCanBeDone } from './what-can-be-done.ts';

afterEach(unmountAll);

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
const theirs = sampleMessage({
  id: 'msg_in',
  timestamp: minutesAgo(3),
  content: { type: 'text', text: 'Vocês abrem sábado?' },
});
const ours = sampleAnswer({
  id: 'msg_out',
  timestamp: minutesAgo(2),
  content: { type: 'text', text: 'Abrimos às 8' },
});

async function open(script: Script = {}): Promise<{ hub: ScriptedClient; thread: ThreadHarness }> {
  const hub = new ScriptedClient({ ...sampleInbox(), threads: { conv_marina: [theirs, ours] }, ...script });
  return { hub, thread: await mountThread(hub, 'conv_marina').ready() };
}
const menuOf = async (thread: ThreadHarness, text: string): Promise<HTMLElement> => {
  thread.row(text)!.querySelector<HTMLElement>('.more')!.click();
  return until(() => thread.root.querySelector<HTMLElement>('.message-menu:popover-open'));
};
const item = (part: ParentNode, name: string): HTMLButtonElement =>
  [...part.querySelectorAll('button')].find((it) =>
    (it.getAttribute('aria-label') ?? it.textContent).includes(name),
  )!;
const dialogOf = (thread: ThreadHarness): Promise<HTMLDialogElement> =>
  until(() => thread.root.querySelector<HTMLDialogElement>('dialog[open]'));
const called = (hub: ScriptedClient, method: string): unknown[][] =>
  hub.calls.filter((it) => it.method === method).map(({ args }) => args);

const pick = (dialog: HTMLElement, name: string): void =>
  [...dialog.querySelectorAll<HTMLElement>('.target')]
    .find((it) => it.textContent.includes(name))!
    .querySelector('input')!
    .click();
const openPicker = async (thread: ThreadHarness): Promise<HTMLDialogElement> => {
  item(await menuOf(thread, 'Vocês abrem'), 'Encaminhar').click();
  const dialog = await dialogOf(thread);
  await until(() => dialog.querySelector('.target'));
  return dialog;
};

describe('what can be done with a message', () => {
  const now = Date.now();
  const able = (part: Partial<Message>): string => whatCanBeDone({ ...ours, ...part }, now).join(' ');

  it.each<[string, Partial<Message>, string]>([
    ['what others wrote', { ...theirs }, 'react reply forward copy'],
    ['ours, just now', {}, 'react reply forward copy edit remove'],
    ['ours, after 15 minutes', { timestamp: minutesAgo(16) }, 'react reply forward copy remove'],
    ['ours, after 60 hours', { timestamp: minutesAgo(60 * 60 + 1) }, 'react reply forward copy'],
    ['what waits to be sent', { status: 'queued' }, 'reply copy remove'],
    ['what failed', { status: 'failed' }, 'copy'],
    ['what is gone', { content: { type: 'deleted' } }, ''],
    ['a call', { content: { type: 'call', video: false, group: false, outcome: 'missed' } }, ''],
    ['what may be seen once', { flags: ['view_once'] }, 'react reply copy edit remove'],
    [
      'a file that is not here',
      { content: { type: 'image', media: sampleMedia({ id: 'med_1', state: 'expired' }) } },
      'react reply remove',
    ],
  ])('%s', (_, part, actions) => expect(able(part)).toBe(actions));
});

describe('the menu of a message', () => {
  it('opens by its button and by Enter, moves by arrows, and gives the focus back', async () => {
    const { thread } = await open();
    const menu = await menuOf(thread, 'Abrimos às 8');
    expect([...menu.querySelectorAll('[role=menuitem]')].map((it) => it.textContent.trim())).toEqual([
      'Responder',
      'Encaminhar',
      'Copiar texto',
      'Editar',
      'Apagar para todos',
    ]);
    expect(await findBarriers(thread.element)).toEqual([]);
    await userEvent.keyboard('{ArrowUp}');
    expect(thread.root.activeElement!.textContent).toContain('Apagar para todos');
    await userEvent.keyboard('{Escape}');
    await until(() => thread.root.activeElement?.classList.contains('more'));
    thread.element.focusThread();
    await userEvent.keyboard('{ArrowUp}{Enter}');
    await until(() => thread.root.querySelector('.message-menu:popover-open'));
  });

  it('reacts, shows the sign that is given, and takes it back', async () => {
    const { hub, thread } = await open();
    item(await menuOf(thread, 'Vocês abrem'), 'Reagir com 👍').click();
    await until(() => thread.row('Vocês abrem')!.textContent.includes('Reagindo'));
    expect(called(hub, 'setReaction')).toEqual([['msg_in', { emoji: '👍' }]]);
    const author = { kind: 'member', id: 'mem_bia', name: 'Bia' } as const;
    hub.advance(hub.threads['conv_marina']![0]!, 'received', {
      pendingChange: undefined,
      reactions: [{ emoji: '👍', author, createdAt: minutesAgo(0) }],
    });
    await settled(thread.element);
    const again = item(await menuOf(thread, 'Vocês abrem'), 'Tirar a reação 👍');
    expect(again.ariaChecked).toBe('true');
    again.click();
    await until(() => called(hub, 'removeReaction').length === 1);
  });

  it('replies', async () => {
    const { thread } = await open();
    item(await menuOf(thread, 'Vocês abrem'), 'Responder').click();
    await until(() => thread.composer.quoted?.messageId === 'msg_in');
  });

  it('edits, and says when it could not', async () => {
    const { hub, thread } = await open();
    hub.fail('editMessage', 'too_late', 409, 'O prazo do WhatsApp passou.');
    item(await menuOf(thread, 'Abrimos às 8'), 'Editar').click();
    const dialog = await dialogOf(thread);
    const field = dialog.querySelector('textarea')!;
    expect(field.value).toBe('Abrimos às 8');
    await userEvent.fill(field, 'Abrimos às 9');
    item(dialog, 'Salvar edição').click();
    await until(() => dialog.textContent.includes('O prazo do WhatsApp passou.'));
    hub.heal('editMessage');
    item(dialog, 'Salvar edição').click();
    await until(() => thread.bubble('Abrimos às 9'));
    expect(thread.root.querySelector('dialog')).toBeNull();
    expect(called(hub, 'editMessage').at(-1)).toEqual(['msg_out', { text: 'Abrimos às 9' }]);
  });

  it('asks before it deletes for everyone', async () => {
    const { hub, thread } = await open();
    item(await menuOf(thread, 'Abrimos às 8'), 'Apagar para todos').click();
    const dialog = await dialogOf(thread);
    expect(called(hub, 'deleteMessage')).toEqual([]);
    expect(await findBarriers(thread.element)).toEqual([]);
    item(dialog, 'Apagar para todos').click();
    await until(() => thread.row('Abrimos às 8')!.textContent.includes('Apagando'));
  });

  it('is not there for those who may only read', async () => {
    const { hub } = await open();
    const me = { ...(await hub.getMe()), permissions: ['conversations:read'] as never };
    const { thread } = await open({ me });
    expect(thread.root.querySelector('.more')).toBeNull();
  });
});

describe('forwarding', () => {
  it('passes a message on to who is picked, found by name', async () => {
    const { hub, thread } = await open();
    const dialog = await openPicker(thread);
    expect(item(dialog, 'Encaminhar').disabled).toBe(true);
    expect(await findBarriers(thread.element)).toEqual([]);
    pick(dialog, 'Otília Lacerda');
    await userEvent.fill(dialog.querySelector('[type=search]')!, 'dalva');
    await until(() => dialog.querySelectorAll('.target').length === 2);
    pick(dialog, 'Dalva Figueira');
    await until(() => item(dialog, 'Encaminhar para 2'));
    item(dialog, 'Encaminhar para 2').click();
    await until(() => !thread.root.querySelector('dialog'));
    expect(called(hub, 'forwardMessage')).toEqual([
      ['msg_in', { conversationId: 'conv_otilia' }],
      ['msg_in', { conversationId: 'conv_dalva' }],
    ]);
  });

  it('says whom it did not reach, and tries only them again', async () => {
    const { hub, thread } = await open();
    const dialog = await openPicker(thread);
    pick(dialog, 'Otília Lacerda');
    hub.fail('forwardMessage', 'not_forwardable', 409, 'Esta mensagem não pode ser encaminhada.');
    await settled(thread.element);
    item(dialog, 'Encaminhar para 1').click();
    await until(() => dialog.textContent.includes('Não foi para ninguém. Esta mensagem não pode'));
    hub.heal('forwardMessage');
    item(dialog, 'Encaminhar para 1').click();
    await until(() => !thread.root.querySelector('dialog'));
  });
});
