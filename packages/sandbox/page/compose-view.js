import { call } from './api.js';
import { digitsOf, fill, formatNumber, initials, make } from './dom.js';
import { wordsFor } from './link-view.js';

/** Whom to write to: a number, another phone, or a new group. */
export function composeView({ phone, others, openChat }) {
  const notice = make('div', { role: 'status' });
  const field = make('input', {
    inputMode: 'tel',
    'aria-label': 'Número com DDI e DDD',
    placeholder: 'Número com DDI e DDD',
  });
  const open = (event) => {
    event.preventDefault();
    const number = digitsOf(field.value);
    const known = others.find((other) => other.number === number);
    if (known) openChat(known.number, known.name);
    else fill(notice, make('p', { class: 'notice bad' }, wordsFor({ code: 'recipient_not_found' })));
  };
  const rows = others.map((other) =>
    make(
      'li',
      {},
      make(
        'button',
        { class: 'row', type: 'button', onclick: () => openChat(other.number, other.name) },
        make('span', { class: 'avatar', 'aria-hidden': 'true' }, initials(other.name)),
        make(
          'div',
          { class: 'words' },
          make('div', { class: 'title' }, other.name),
          make('div', { class: 'muted' }, formatNumber(other.number)),
        ),
      ),
    ),
  );
  return {
    title: 'Nova conversa',
    back: true,
    focus: () => field.focus(),
    element: make(
      'div',
      { class: 'body' },
      make('form', { class: 'stack', onsubmit: open }, field, notice),
      others.length > 0 && groupForm({ phone, others, openChat }),
      make('ul', { class: 'rows' }, rows),
    ),
  };
}

function groupForm({ phone, others, openChat }) {
  const notice = make('div', { role: 'status' });
  const subject = make('input', {
    'aria-label': 'Nome do grupo',
    placeholder: 'Nome do grupo',
    required: true,
    maxLength: 100,
  });
  const boxes = others.map((other) => [make('input', { type: 'checkbox', value: other.number }), other.name]);
  const save = async (event) => {
    event.preventDefault();
    const members = boxes.filter(([box]) => box.checked).map(([box]) => box.value);
    try {
      const group = await call('POST', '/groups', {
        subject: subject.value.trim(),
        creator: phone.number,
        members,
      });
      openChat(group.id, group.subject);
    } catch (error) {
      const words =
        error.code === 'invalid_request' ? 'Dê um nome ao grupo e escolha alguém.' : wordsFor(error);
      fill(notice, make('p', { class: 'notice bad' }, words));
    }
  };
  return make(
    'details',
    { class: 'new-group' },
    make('summary', { class: 'button' }, 'Novo grupo'),
    make(
      'form',
      { class: 'stack', onsubmit: save },
      subject,
      boxes.map(([box, name]) => make('label', { class: 'choice' }, box, name)),
      notice,
      make('button', { class: 'button primary', type: 'submit' }, 'Criar grupo'),
    ),
  );
}
