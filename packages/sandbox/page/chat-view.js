import { call } from './api.js';
import { bubbleList, nameOrNumber } from './bubble-view.js';
import { composer } from './composer.js';
import { formatNumber, make } from './dom.js';

const TYPING_SHOWN_MS = 6_000;
const NEAR_END_PX = 80;
const SHOWN_MESSAGES = 200;

/** One chat on one phone's screen. */
export function chatView({ phone, peer, name, back, getPhones }) {
  const isGroup = peer.includes('@');
  const address = isGroup ? 'Grupo' : formatNumber(peer);
  const thread = make('div', { class: 'thread', role: 'log', 'aria-label': `Mensagens com ${name}` });
  const scroller = make('div', { class: 'body', tabIndex: 0, 'aria-label': 'Conversa' }, thread);
  const presence = make('p', { class: 'muted' }, address);
  const writer = composer({ phone, peer, name });
  const draw = bubbleList({
    phone,
    peer,
    nameOf: (number) => nameOrNumber(getPhones(), number),
    actions: {
      reply: writer.reply,
      edit: writer.edit,
      react: ({ id }, emoji) => void writer.write({ reaction: { id, emoji } }),
      remove: ({ id }) => void writer.write({ delete: { id } }),
      vote: ({ id }, options) => void writer.write({ vote: { id, options } }),
    },
  });
  let presenceTimer;
  let known = '';

  const refresh = async () => {
    const { data } = await call(
      'GET',
      `/phones/${phone.number}/chats/${encodeURIComponent(peer)}/messages?limit=${SHOWN_MESSAGES}`,
    );
    const seen = JSON.stringify(data);
    if (seen !== known) {
      const wasAtEnd =
        scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX || known === '';
      known = seen;
      draw(thread, data);
      if (wasAtEnd) scroller.scrollTop = scroller.scrollHeight;
    }
    const isUnread = data.some((message) => !message.fromMe && !['read', 'played'].includes(message.status));
    if (isUnread && document.visibilityState === 'visible') {
      await call('POST', `/phones/${phone.number}/chats/${encodeURIComponent(peer)}/read`, {});
    }
  };
  // Who presses play has heard it: the author's tick says so.
  thread.addEventListener(
    'play',
    (event) => {
      const id = event.target.closest('.bubble:not(.mine)')?.dataset.id;
      if (id && event.target.matches('audio')) {
        void call('POST', `/phones/${phone.number}/chats/${encodeURIComponent(peer)}/played`, { ids: [id] });
      }
    },
    true,
  );

  return {
    peer,
    title: name,
    subtitle: presence,
    back,
    refresh,
    focus: writer.focus,
    showTyping: (state) => {
      clearTimeout(presenceTimer);
      const words = { composing: 'digitando…', recording: 'gravando áudio…' }[state];
      presence.textContent = words ?? address;
      if (words) presenceTimer = setTimeout(() => (presence.textContent = address), TYPING_SHOWN_MS);
    },
    element: [scroller, ...writer.element],
  };
}
