import { call } from './api.js';
import { fill, formatDay, formatNumber, formatTime, make } from './dom.js';
import { icon } from './icons.js';
import { wordsFor } from './link-view.js';

const TYPING_EVERY_MS = 3_000;
const TYPING_SHOWN_MS = 6_000;
const NEAR_END_PX = 80;
const SHOWN_MESSAGES = 200;

const ticks = {
  pending: ['pending', 'Enviando'],
  sent: ['sent', 'Enviada'],
  delivered: ['delivered', 'Entregue'],
  read: ['delivered', 'Lida'],
};

const contents = {
  image: 'Imagem',
  video: 'Vídeo',
  audio: 'Áudio',
  document: 'Documento',
  sticker: 'Figurinha',
  location: 'Localização',
  contact: 'Contato',
};

/** One chat on one phone's screen. */
export function chatView({ phone, peer, name, back }) {
  const thread = make('div', { class: 'thread', role: 'log', 'aria-label': `Mensagens com ${name}` });
  const scroller = make('div', { class: 'body', tabIndex: 0, 'aria-label': 'Conversa' }, thread);
  const notice = make('div', { role: 'status' });
  const presence = make('p', { class: 'muted' }, formatNumber(peer));
  const field = make('textarea', { rows: 1, placeholder: 'Mensagem', 'aria-label': `Mensagem para ${name}` });
  let typedAt = 0;
  let presenceTimer;
  let known = '';

  const submit = async () => {
    const text = field.value.trim();
    if (!text) return;
    field.value = '';
    try {
      await call('POST', `/phones/${phone.number}/messages`, { to: peer, text });
      fill(notice);
      typedAt = 0;
    } catch (error) {
      field.value = text;
      fill(notice, make('p', { class: 'notice bad' }, wordsFor(error)));
    }
  };
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void submit();
  });
  field.addEventListener('input', () => {
    if (Date.now() - typedAt < TYPING_EVERY_MS || !field.value) return;
    typedAt = Date.now();
    call('POST', `/phones/${phone.number}/chats/${peer}/typing`, {}).catch(() => {});
  });

  const refresh = async () => {
    const { data } = await call(
      'GET',
      `/phones/${phone.number}/chats/${peer}/messages?limit=${SHOWN_MESSAGES}`,
    );
    const seen = JSON.stringify(data);
    if (seen !== known) {
      const wasAtEnd =
        scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX || known === '';
      known = seen;
      fill(thread, bubbles(data));
      if (wasAtEnd) scroller.scrollTop = scroller.scrollHeight;
    }
    const isUnread = data.some((message) => !message.fromMe && message.status !== 'read');
    if (isUnread && document.visibilityState === 'visible') {
      await call('POST', `/phones/${phone.number}/chats/${peer}/read`, {});
    }
  };

  return {
    peer,
    title: name,
    subtitle: presence,
    back,
    refresh,
    focus: () => field.focus(),
    showTyping: (isTyping) => {
      clearTimeout(presenceTimer);
      presence.textContent = isTyping ? 'digitando…' : formatNumber(peer);
      if (isTyping)
        presenceTimer = setTimeout(() => (presence.textContent = formatNumber(peer)), TYPING_SHOWN_MS);
    },
    element: [
      scroller,
      notice,
      make(
        'form',
        {
          class: 'composer',
          onsubmit: (event) => {
            event.preventDefault();
            void submit();
          },
        },
        field,
        make('button', { class: 'icon-button send', type: 'submit', 'aria-label': 'Enviar' }, icon('send')),
      ),
    ],
  };
}

/** The tick of a message, as a shape and in words. */
export function tick(status) {
  const [shape, words] = ticks[status];
  return make(
    'span',
    { class: `tick ${status}`, title: words },
    icon(shape, 16),
    make('span', { class: 'visually-hidden' }, words),
  );
}

/** What a message says in one line. */
export function previewOf(message) {
  if (message.deleted) return 'Mensagem apagada';
  return message.text ?? contents[message.type] ?? 'Mensagem';
}

function bubbles(messages) {
  let lastDay = '';
  return messages.flatMap((message) => {
    const day = formatDay(message.at);
    const heading = day === lastDay ? [] : [make('p', { class: 'day' }, day)];
    lastDay = day;
    return [...heading, bubble(message)];
  });
}

function bubble(message) {
  const isPlain = message.type === 'text' && !message.deleted;
  return make(
    'div',
    {
      class: message.fromMe ? 'bubble mine' : 'bubble',
      'data-id': message.id,
      'data-status': message.status,
    },
    message.replyTo && make('div', { class: 'quote' }, message.replyTo.text ?? 'Mensagem'),
    !isPlain &&
      make(
        'p',
        { class: 'aside' },
        message.deleted
          ? 'Mensagem apagada'
          : (contents[message.type] ?? 'Conteúdo que este celular não mostra'),
      ),
    message.text && make('p', {}, message.text),
    message.reactions.length > 0 &&
      make('div', { class: 'reactions' }, message.reactions.map((one) => one.emoji).join(' ')),
    make(
      'div',
      { class: 'meta' },
      message.fromMe && message.device !== 0 && make('span', {}, 'pelo aparelho conectado ·'),
      message.edited && make('span', {}, 'editada ·'),
      make('time', { dateTime: message.at }, formatTime(message.at)),
      message.fromMe && tick(message.status),
    ),
  );
}
