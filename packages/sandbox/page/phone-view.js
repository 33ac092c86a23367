import { call } from './api.js';
import { previewOf, tick } from './bubble-view.js';
import { chatView } from './chat-view.js';
import { composeView } from './compose-view.js';
import { fill, formatNumber, formatTime, initials, make } from './dom.js';
import { icon } from './icons.js';
import { linkView, scan } from './link-view.js';

/** One phone: its case, its screen, and whichever view its owner has open. */
export class PhoneView {
  #phone;
  #offeredQr = null;
  #view;
  #chats = [];
  #head = make('div', { class: 'head' });
  #content = make('div', { class: 'content' });
  #offer = make('div', {});
  #clock = make('span', {}, formatTime(Date.now()));
  #name = make('span', { class: 'name' });
  #list = make('ul', { class: 'rows' });
  #looking = false;
  #again = false;
  #getPhones;
  #onScanned;

  /**
   * @param getPhones the phones of this network, to choose whom to write to
   * @param onScanned told when this phone has scanned the QR that was offered
   */
  constructor(phone, { getPhones, onScanned }) {
    this.#phone = phone;
    this.#getPhones = getPhones;
    this.#onScanned = onScanned;
    this.element = make(
      'section',
      { class: 'phone', id: `phone-${phone.number}`, 'aria-label': `Celular de ${phone.name}` },
      make(
        'div',
        { class: 'screen' },
        make('div', { class: 'status' }, this.#name, this.#clock),
        this.#head,
        this.#offer,
        this.#content,
      ),
    );
    setInterval(() => (this.#clock.textContent = formatTime(Date.now())), 10_000);
    this.#showList();
    this.update(phone);
  }

  update(phone) {
    this.#phone = phone;
    this.#name.textContent = `${phone.name} · ${formatNumber(phone.number)}`;
    this.element.setAttribute('aria-label', `Celular de ${phone.name}`);
    this.#view.update?.(phone);
    if (this.#view.kind === 'list') this.#drawHead();
  }

  /** Something happened that concerns this phone. */
  noteEvent(event) {
    const { data } = event;
    if (event.type === 'chat.typing') {
      if (data.peer === this.#phone.number && this.#view.peer === data.from)
        this.#view.showTyping(data.state);
      return;
    }
    void this.refresh();
  }

  /** Looks again; several calls at once become one. */
  async refresh() {
    this.#again = true;
    if (this.#looking) return;
    this.#looking = true;
    try {
      while (this.#again) {
        this.#again = false;
        await this.#look();
      }
    } catch {
      // The phone was removed, or the sandbox is away: the stream of events says so, and comes back.
    } finally {
      this.#looking = false;
    }
  }

  /** Offers a QR that an application shows: one touch scans it. */
  offer(qr) {
    this.#offeredQr = qr;
    if (!qr) {
      fill(this.#offer);
      return;
    }
    const notice = make('div', { role: 'status' });
    const button = make('button', { class: 'button primary', type: 'button' }, 'Ler o QR com este celular');
    button.addEventListener('click', async () => {
      await scan({ phone: this.#phone, text: qr, notice, button });
      if (notice.dataset.result !== 'ok') return;
      button.remove();
      this.#onScanned(this);
    });
    fill(this.#offer, make('div', { class: 'scan-now' }, button, notice));
  }

  async #look() {
    if (this.#view.kind === 'list') {
      this.#chats = (await call('GET', `/phones/${this.#phone.number}/chats`)).data;
      this.#drawList();
    } else {
      await this.#view.refresh?.();
    }
  }

  #show(view) {
    this.#view = view;
    this.#drawHead();
    fill(this.#content, view.element);
    view.focus?.();
    void this.refresh();
  }

  #drawHead() {
    const { title, subtitle, back } = this.#view;
    this.#head.className = back ? 'head with-back' : 'head';
    const online = this.#phone.devices.filter((device) => device.online).length;
    const devices =
      this.#phone.devices.length === 0
        ? 'Sem aparelhos'
        : this.#phone.devices.length === 1
          ? online
            ? '1 aparelho no ar'
            : '1 aparelho fora do ar'
          : `${online} de ${this.#phone.devices.length} aparelhos no ar`;
    fill(
      this.#head,
      back && iconButton('back', 'Voltar', () => this.#showList()),
      make(
        'div',
        { class: 'titles' },
        make('h2', {}, back ? title : 'Conversas'),
        back ? (subtitle ?? '') : make('p', { class: 'muted' }, devices),
      ),
      !back && iconButton('devices', 'Aparelhos conectados', () => this.#showDevices()),
      !back && iconButton('compose', 'Nova conversa', () => this.#showCompose()),
    );
  }

  #showList() {
    this.#show({ kind: 'list', element: make('div', { class: 'body' }, this.#list) });
  }

  #showDevices() {
    this.#show(linkView({ phone: this.#phone, offeredQr: this.#offeredQr, back: true }));
  }

  #showChat(peer, name) {
    this.#show(chatView({ phone: this.#phone, peer, name, back: true, getPhones: this.#getPhones }));
  }

  #showCompose() {
    this.#show(
      composeView({
        phone: this.#phone,
        others: this.#getPhones().filter((phone) => phone.number !== this.#phone.number),
        openChat: (peer, name) => this.#showChat(peer, name),
      }),
    );
  }

  #drawList() {
    if (this.#chats.length === 0) {
      fill(
        this.#list,
        make(
          'li',
          { class: 'hint' },
          'Nenhuma conversa ainda.',
          make(
            'button',
            { class: 'button', type: 'button', onclick: () => this.#showCompose() },
            'Escrever para alguém',
          ),
        ),
      );
      return;
    }
    fill(
      this.#list,
      this.#chats.map((chat) => this.#row(chat)),
    );
  }

  #row(chat) {
    const name = chat.name ?? (chat.peer === 'status@broadcast' ? 'Status' : formatNumber(chat.peer));
    const last = chat.lastMessage;
    return make(
      'li',
      {},
      make(
        'button',
        {
          class: chat.unread > 0 ? 'row unread' : 'row',
          type: 'button',
          onclick: () => this.#showChat(chat.peer, name),
        },
        avatar(name),
        make(
          'div',
          { class: 'words' },
          make(
            'div',
            { class: 'line' },
            make('div', { class: 'title' }, name),
            last && make('span', { class: 'muted' }, formatTime(last.at)),
          ),
          make(
            'div',
            { class: 'line' },
            make(
              'div',
              { class: 'preview' },
              last?.fromMe && tick(last.status),
              make('span', {}, last ? previewOf(last) : ''),
            ),
            chat.unread > 0 &&
              make('span', { class: 'count', 'aria-label': `${chat.unread} não lidas` }, String(chat.unread)),
          ),
        ),
      ),
    );
  }
}

function avatar(name) {
  return make('span', { class: 'avatar', 'aria-hidden': 'true' }, initials(name));
}

function iconButton(name, label, onclick) {
  return make(
    'button',
    { class: 'icon-button', type: 'button', 'aria-label': label, title: label, onclick },
    icon(name),
  );
}
