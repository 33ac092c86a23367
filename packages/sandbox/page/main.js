import { ApiError, call, follow, keepToken } from './api.js';
import { digitsOf, fill, make } from './dom.js';
import { wordsFor } from './link-view.js';
import { PhoneView } from './phone-view.js';

const SHOWN_AT_FIRST = 8;

const elements = Object.fromEntries(
  ['network', 'add', 'offer', 'switcher', 'phones', 'dialog'].map((id) => [id, document.getElementById(id)]),
);
const views = new Map();
let phones = [];
let showAll = false;

/** The QR that an application gave with its link: `#qr=…` or `?qr=…`. */
function offeredQr() {
  const fromHash = new URLSearchParams(location.hash.slice(1)).get('qr');
  return fromHash ?? new URLSearchParams(location.search).get('qr');
}

async function loadPhones() {
  phones = (await call('GET', '/phones')).data;
  for (const phone of phones) views.get(phone.number)?.update(phone);
  draw();
}

function draw() {
  const shown = showAll ? phones : phones.slice(0, SHOWN_AT_FIRST);
  for (const number of views.keys()) {
    if (!phones.some((phone) => phone.number === number)) {
      views.get(number).element.remove();
      views.delete(number);
    }
  }
  for (const phone of shown) {
    if (views.has(phone.number)) continue;
    const view = new PhoneView(phone, { getPhones: () => phones, onScanned: forgetOffer });
    view.offer(offeredQr());
    views.set(phone.number, view);
    elements.phones.append(view.element);
  }
  elements.phones.querySelector('.empty-page')?.remove();
  elements.phones.querySelector('.more')?.remove();
  if (phones.length === 0) elements.phones.append(emptyPage());
  if (shown.length < phones.length) {
    const more = make(
      'button',
      { class: 'button more', type: 'button' },
      `Mostrar mais ${phones.length - shown.length}`,
    );
    more.addEventListener('click', () => {
      showAll = true;
      draw();
    });
    elements.phones.append(more);
  }
  fill(
    elements.switcher,
    shown.map((phone) => make('a', { href: `#phone-${phone.number}`, onclick: jump }, phone.name)),
  );
}

/** Goes to a phone without touching the address, which may carry a QR. */
function jump(event) {
  event.preventDefault();
  document
    .getElementById(event.currentTarget.getAttribute('href').slice(1))
    ?.scrollIntoView({ behavior: 'smooth' });
}

function emptyPage() {
  return make(
    'div',
    { class: 'empty-page' },
    make('h2', {}, 'Ainda não há celulares nesta rede'),
    make(
      'p',
      { class: 'muted' },
      'Crie o celular da empresa, que lê o QR, e o de um cliente, que escreve para ela.',
    ),
    make('button', { class: 'button primary', type: 'button', onclick: openAdd }, 'Criar o primeiro celular'),
  );
}

function drawOffer() {
  const qr = offeredQr();
  for (const view of views.values()) view.offer(qr);
  fill(
    elements.offer,
    qr &&
      make(
        'div',
        { class: 'offer' },
        make(
          'div',
          {},
          make('p', {}, 'Um aplicativo quer se conectar a um celular'),
          make('p', { class: 'muted' }, 'Escolha o celular que vai ler o QR.'),
        ),
        make(
          'button',
          {
            class: 'button',
            type: 'button',
            onclick: () => history.replaceState(null, '', '/') || drawOffer(),
          },
          'Agora não',
        ),
      ),
  );
}

/** The QR was used: it leaves the address and the other phones; the one that read it keeps its answer. */
function forgetOffer(scanner) {
  history.replaceState(null, '', '/');
  for (const view of views.values()) if (view !== scanner) view.offer(null);
  fill(elements.offer);
}

function openAdd() {
  const name = make('input', {
    name: 'name',
    required: true,
    maxLength: 100,
    autocomplete: 'off',
    placeholder: 'Rita',
  });
  const number = make('input', {
    name: 'number',
    required: true,
    inputMode: 'tel',
    autocomplete: 'off',
    placeholder: '+55 11 99000-0001',
  });
  const notice = make('div', { role: 'status' });
  const save = async (event) => {
    event.preventDefault();
    try {
      const phone = await call('POST', '/phones', {
        number: digitsOf(number.value),
        name: name.value.trim(),
      });
      elements.dialog.close();
      await loadPhones();
      document.getElementById(`phone-${phone.number}`)?.scrollIntoView({ behavior: 'smooth' });
    } catch (error) {
      const words =
        error.code === 'invalid_request'
          ? 'Escreva o número com DDI e DDD, só dígitos: 55 11 99000-0001.'
          : wordsFor(error);
      fill(notice, make('p', { class: 'notice bad' }, words));
    }
  };
  showDialog(
    'Novo celular',
    save,
    make('label', {}, 'Nome no perfil', name),
    make('label', {}, 'Número', number),
    notice,
    make(
      'div',
      { class: 'buttons' },
      closeButton(),
      make('button', { class: 'button primary', type: 'submit' }, 'Criar'),
    ),
  );
}

function askToken() {
  const field = make('input', { type: 'password', required: true, autocomplete: 'off' });
  const save = (event) => {
    event.preventDefault();
    keepToken(field.value);
    location.reload();
  };
  showDialog(
    'Este sandbox pede um token',
    save,
    make('label', {}, 'Token (SANDBOX_TOKEN)', field),
    make('div', { class: 'buttons' }, make('button', { class: 'button primary', type: 'submit' }, 'Entrar')),
  );
}

function showDialog(title, onsubmit, ...children) {
  fill(
    elements.dialog,
    make('form', { class: 'stack', onsubmit }, make('h2', { id: 'dialog-title' }, title), children),
  );
  if (!elements.dialog.open) elements.dialog.showModal();
}

function closeButton() {
  return make(
    'button',
    { class: 'button', type: 'button', onclick: () => elements.dialog.close() },
    'Cancelar',
  );
}

function noteEvent(event) {
  if (/^(phone|device)\.|^world\./.test(event.type)) void loadPhones();
  for (const number of event.numbers) views.get(number)?.noteEvent(event);
}

async function start() {
  elements.add.addEventListener('click', openAdd);
  window.addEventListener('hashchange', drawOffer);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') for (const view of views.values()) void view.refresh();
  });
  try {
    await loadPhones();
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) askToken();
    elements.network.textContent = error.message;
    return;
  }
  drawOffer();
  follow({
    onEvent: noteEvent,
    onOpen: () => {
      elements.network.textContent = 'Rede no ar';
      // Whatever happened while the stream was broken is looked up once.
      void loadPhones();
      for (const view of views.values()) void view.refresh();
    },
    onBroken: () => (elements.network.textContent = 'Sem contato com o sandbox; tentando de novo…'),
  });
}

void start();
