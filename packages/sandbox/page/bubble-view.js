import { fileUrl } from './api.js';
import { fill, formatDay, formatNumber, formatTime, make } from './dom.js';
import { icon } from './icons.js';

const QUICK_REACTIONS = ['👍', '❤️', '😂', '😮', '🙏'];

const ticks = {
  pending: ['pending', 'Enviando'],
  sent: ['sent', 'Enviada'],
  delivered: ['delivered', 'Entregue'],
  read: ['delivered', 'Lida'],
  played: ['delivered', 'Ouvida'],
};

const contents = {
  image: 'Imagem',
  video: 'Vídeo',
  audio: 'Áudio',
  document: 'Documento',
  sticker: 'Figurinha',
  location: 'Localização',
  live_location: 'Localização ao vivo',
  contact: 'Contato',
  poll: 'Enquete',
  buttons: 'Botões',
  list: 'Lista',
  event: 'Evento',
  call: 'Ligação',
};

const callWords = {
  ringing: 'Chamando…',
  rejected: 'Ligação recusada',
  missed: 'Ligação perdida',
  ended: 'Ligação encerrada',
};

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
  if (message.call) return callWords[message.call.status];
  return message.text ?? contents[message.type] ?? 'Mensagem';
}

/**
 * The bubbles of a thread. An element is kept as long as its message is the same, so that a recording plays on.
 *
 * @param actions what a person can do with a message: reply, react, edit, remove, vote
 * @param nameOf the name of whoever wrote, in a group
 */
export function bubbleList({ phone, peer, nameOf, actions }) {
  const drawn = new Map();
  let openId = null;
  let redraw;
  const toggle = (id) => {
    openId = openId === id ? null : id;
    redraw?.();
  };
  const elementOf = (message) => {
    const { status: _, ...lasting } = message;
    const seen = JSON.stringify([lasting, openId === message.id]);
    const known = drawn.get(message.id);
    if (known?.seen === seen) {
      showStatus(known.element, message);
      return known.element;
    }
    const element = bubble({ phone, peer, message, nameOf, actions, isOpen: openId === message.id, toggle });
    drawn.set(message.id, { seen, element });
    return element;
  };
  return (thread, messages) => {
    redraw = () => {
      const focused = document.activeElement?.closest?.('.bubble')?.dataset.id;
      let lastDay = '';
      fill(
        thread,
        messages.flatMap((message) => {
          const day = formatDay(message.at);
          const heading = day === lastDay ? [] : [make('p', { class: 'day' }, day)];
          lastDay = day;
          return [...heading, elementOf(message)];
        }),
      );
      if (focused && !document.activeElement?.closest?.('.bubble')) {
        thread.querySelector(`[data-id="${CSS.escape(focused)}"] .bubble-menu`)?.focus();
      }
    };
    redraw();
  };
}

/** Only the tick turns: what else is in the bubble, such as a player, stays. */
function showStatus(element, message) {
  if (element.dataset.status === message.status) return;
  element.dataset.status = message.status;
  element.querySelector('.meta > .tick')?.replaceWith(tick(message.status));
}

function bubble({ phone, peer, message, nameOf, actions, isOpen, toggle }) {
  const isGroup = peer.includes('@');
  return make(
    'div',
    {
      class: message.fromMe ? 'bubble mine' : 'bubble',
      'data-id': message.id,
      'data-status': message.status,
    },
    isGroup && !message.fromMe && make('p', { class: 'sender' }, nameOf(message.from)),
    message.forwarded && make('p', { class: 'aside' }, 'Encaminhada'),
    message.replyTo && make('div', { class: 'quote' }, message.replyTo.text ?? 'Mensagem'),
    message.deleted
      ? make('p', { class: 'aside' }, 'Mensagem apagada')
      : bodyOf({ phone, peer, message, actions }),
    message.reactions.length > 0 &&
      make('div', { class: 'reactions' }, message.reactions.map((one) => one.emoji).join(' ')),
    make(
      'div',
      { class: 'meta' },
      message.fromMe && message.device !== 0 && make('span', {}, 'pelo aparelho conectado ·'),
      message.edited && make('span', {}, 'editada ·'),
      message.expiresInSeconds && make('span', {}, 'temporária ·'),
      make('time', { dateTime: message.at }, formatTime(message.at)),
      message.fromMe && message.type !== 'call' && tick(message.status),
      !message.deleted &&
        message.type !== 'call' &&
        make(
          'button',
          {
            class: 'bubble-menu',
            type: 'button',
            'aria-label': 'Ações da mensagem',
            'aria-expanded': String(isOpen),
            onclick: () => toggle(message.id),
          },
          icon('more', 16),
        ),
    ),
    isOpen && actionRow(message, actions, () => toggle(message.id)),
  );
}

function actionRow(message, actions, close) {
  const button = (label, act, text = label) =>
    make('button', { type: 'button', 'aria-label': label, onclick: () => (close(), act()) }, text);
  const isOwnText = message.fromMe && message.type === 'text';
  return make(
    'div',
    { class: 'actions', role: 'group', 'aria-label': 'Ações' },
    QUICK_REACTIONS.map((emoji) => button(`Reagir com ${emoji}`, () => actions.react(message, emoji), emoji)),
    button('Tirar reação', () => actions.react(message, ''), '⌫'),
    button('Responder', () => actions.reply(message)),
    isOwnText && button('Editar', () => actions.edit(message)),
    message.fromMe && button('Apagar', () => actions.remove(message)),
  );
}

function bodyOf({ phone, peer, message, actions }) {
  const { media, location, contacts, poll, choices, call } = message;
  const parts = [];
  if (message.viewOnce) parts.push(make('p', { class: 'aside' }, 'Visualização única'));
  if (media) parts.push(...mediaOf(phone, peer, message));
  else if (location) parts.push(placeOf(location));
  else if (contacts) parts.push(...contacts.map((card) => labelled('person', card.name ?? 'Contato')));
  else if (call) parts.push(make('p', {}, `${call.video ? 'Vídeo' : 'Voz'}: ${callWords[call.status]}`));
  else if (!message.text && message.type !== 'text') {
    parts.push(
      make('p', { class: 'aside' }, contents[message.type] ?? 'Conteúdo que este celular não mostra'),
    );
  }
  if (message.ad)
    parts.push(make('p', { class: 'aside' }, `Veio do anúncio ${message.ad.title ?? message.ad.sourceId}`));
  if (message.text) parts.push(make('p', {}, message.text));
  if (poll) parts.push(pollOf(phone, message, poll, actions));
  if (choices) {
    parts.push(
      make(
        'ul',
        { class: 'choices' },
        choices.map((choice) => make('li', {}, choice.label)),
      ),
    );
  }
  return parts;
}

function mediaOf(phone, peer, message) {
  const { media } = message;
  if (media.problem) {
    return [make('p', { class: 'aside' }, `${contents[media.kind]} que não chegou: ${media.problem}`)];
  }
  const src = fileUrl(phone.number, peer, message.id);
  switch (media.kind) {
    case 'image':
    case 'sticker':
      return [
        make('img', { class: media.kind, src, alt: message.text ?? contents[media.kind], loading: 'lazy' }),
      ];
    case 'video':
      return [make('video', { src, controls: true, preload: 'metadata', 'aria-label': 'Vídeo' })];
    case 'audio':
      return [
        make('audio', {
          src,
          controls: true,
          preload: 'none',
          'aria-label': media.voice ? 'Mensagem de voz' : 'Áudio',
        }),
      ];
    default:
      return [
        make(
          'a',
          { class: 'file', href: src, download: media.fileName ?? 'documento' },
          icon('file', 20),
          make(
            'span',
            {},
            make('bdi', {}, readable(media.fileName ?? 'Documento')),
            make('small', {}, sizeOf(media.bytes)),
          ),
        ),
      ];
  }
}

function placeOf(location) {
  const { latitude, longitude, name, address, live } = location;
  return labelled(
    'place',
    name ?? (live ? 'Localização ao vivo' : 'Localização'),
    address ?? `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`,
  );
}

/** A line with an icon, and a smaller one under it. */
function labelled(shape, words, more) {
  return make(
    'div',
    { class: 'file' },
    icon(shape, 20),
    make('span', {}, words, more && make('small', {}, more)),
  );
}

function pollOf(phone, message, poll, actions) {
  const mine = poll.votes.find((vote) => vote.from === phone.number)?.options ?? [];
  return make(
    'div',
    { class: 'poll', role: 'group', 'aria-label': `Enquete: ${poll.question}` },
    poll.options.map((option) => {
      const count = poll.votes.filter((vote) => vote.options.includes(option)).length;
      const isMine = mine.includes(option);
      const others = poll.choices === 1 ? [] : mine.filter((one) => one !== option);
      return make(
        'button',
        {
          type: 'button',
          'aria-pressed': String(isMine),
          onclick: () => actions.vote(message, isMine ? others : [...others, option]),
        },
        make('span', {}, option),
        make('span', {}, String(count)),
      );
    }),
  );
}

/** A file's name with the characters that would turn its ending round made visible. */
function readable(name) {
  return name.replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/g, '�');
}

function sizeOf(bytes) {
  return bytes > 1024 * 1024 ? `${(bytes / 1024 / 1024).toFixed(1)} MB` : `${Math.ceil(bytes / 1024)} KB`;
}

/** Whoever has no name on this network. */
export function nameOrNumber(phones, number) {
  return phones.find((phone) => phone.number === number)?.name ?? formatNumber(number);
}
