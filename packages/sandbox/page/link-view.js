import { call } from './api.js';
import { fill, make } from './dom.js';

/** The screen where the owner of a phone links and unlinks devices. */
export function linkView({ phone, offeredQr, back }) {
  const notice = make('div', { role: 'status' });
  const devices = make('ul', { class: 'rows' });
  const qr = make('textarea', {
    rows: 3,
    id: `qr-${phone.number}`,
    placeholder: 'https://wa.me/settings/linked_devices#…',
    value: offeredQr ?? '',
    spellcheck: false,
  });
  const button = make('button', { class: 'button primary', type: 'submit' }, 'Ler QR');
  const element = make(
    'div',
    { class: 'body' },
    devices,
    make(
      'form',
      {
        class: 'stack',
        onsubmit: async (event) => {
          event.preventDefault();
          await scan({ phone, text: qr.value, notice, button });
          if (notice.dataset.result === 'ok') qr.value = '';
        },
      },
      make('label', { htmlFor: qr.id }, 'Texto do QR'),
      qr,
      make(
        'p',
        { class: 'muted' },
        'Cole o texto do QR que o aplicativo mostra, ou abra esta página pelo link que fica junto dele.',
      ),
      notice,
      make('div', { class: 'buttons' }, button),
    ),
  );
  const update = (current) =>
    fill(
      devices,
      current.devices.map((device) => deviceRow(current, device, notice)),
    );
  update(phone);
  return { title: 'Aparelhos conectados', element, back, update, focus: () => qr.focus() };
}

/** The phone scans a QR and says what came of it. */
export async function scan({ phone, text, notice, button }) {
  button.disabled = true;
  fill(notice, make('p', { class: 'notice' }, 'Lendo o QR…'));
  try {
    await call('POST', `/phones/${phone.number}/scan`, { qr: text.trim() });
    notice.dataset.result = 'ok';
    fill(notice, make('p', { class: 'notice' }, 'Aparelho conectado.'));
  } catch (error) {
    notice.dataset.result = 'bad';
    fill(notice, make('p', { class: 'notice bad' }, wordsFor(error)));
  } finally {
    button.disabled = false;
  }
}

function deviceRow(phone, device, notice) {
  const unlink = async () => {
    try {
      await call('DELETE', `/phones/${phone.number}/devices/${device.id}`);
    } catch (error) {
      fill(notice, make('p', { class: 'notice bad' }, wordsFor(error)));
    }
  };
  const waiting = device.waiting > 0 ? ` · ${device.waiting} na fila` : '';
  return make(
    'li',
    {},
    make(
      'div',
      { class: 'row' },
      make(
        'div',
        { class: 'words' },
        make('div', { class: 'title' }, device.platform),
        make(
          'div',
          { class: 'muted' },
          make('span', { class: device.online ? 'dot on' : 'dot' }),
          device.online ? 'Conectado' : 'Fora do ar',
          waiting,
        ),
      ),
      make(
        'button',
        {
          class: 'button danger',
          type: 'button',
          onclick: unlink,
          'aria-label': `Desconectar ${device.platform}`,
        },
        'Desconectar',
      ),
    ),
  );
}

/** A refusal in words for whoever holds the phone. */
export function wordsFor(error) {
  const words = {
    qr_expired: 'Este QR venceu, ou é de outra rede. Peça um novo e leia de novo.',
    qr_invalid: 'Isto não é o texto de um QR de conexão.',
    too_many_devices: 'Este celular já tem quatro aparelhos. Desconecte um antes.',
    client_gone: 'O aplicativo se desconectou antes de confirmar. Tente com um QR novo.',
    client_silent: 'O aplicativo não confirmou a tempo. Tente com um QR novo.',
    passkey_required: 'Esta conta só conecta aparelhos com chave de acesso (passkey).',
    too_late_to_edit: 'Já passou o tempo de editar esta mensagem.',
    not_a_member: 'Este celular não está no grupo.',
    not_an_admin: 'Só administradores podem fazer isto.',
    media_too_large: 'Este arquivo é grande demais.',
    recipient_not_found: 'Este número não existe nesta rede. Crie o celular antes.',
    phone_not_found: 'Este celular não existe mais.',
  };
  return words[error.code] ?? error.message;
}
