import { call } from './api.js';
import { fill, make } from './dom.js';
import { icon } from './icons.js';
import { wordsFor } from './link-view.js';

const TYPING_EVERY_MS = 3_000;

/**
 * Where a person writes: text, files, a recording, a place, a poll; answers and corrections. `write` sends one
 * content; `draft` says what the next text does (answers or edits a message).
 */
export function composer({ phone, peer, name }) {
  const notice = make('div', { role: 'status' });
  const field = make('textarea', { rows: 1, placeholder: 'Mensagem', 'aria-label': `Mensagem para ${name}` });
  const banner = make('div', { class: 'draft', hidden: true });
  const menu = make('div', { class: 'attach', hidden: true, role: 'group', 'aria-label': 'Anexar' });
  const opener = make(
    'button',
    {
      class: 'icon-button',
      type: 'button',
      'aria-label': 'Anexar',
      'aria-expanded': 'false',
      onclick: () => toggleMenu(),
    },
    icon('compose'),
  );
  let draft = {};
  let typedAt = 0;

  const write = async (content) => {
    try {
      await call('POST', `/phones/${phone.number}/messages`, { to: peer, ...content });
      fill(notice);
      return true;
    } catch (error) {
      fill(notice, make('p', { class: 'notice bad' }, wordsFor(error)));
      return false;
    }
  };
  const setDraft = (next, words) => {
    draft = next;
    banner.hidden = !words;
    fill(
      banner,
      make('span', {}, words ?? ''),
      make(
        'button',
        { class: 'button', type: 'button', onclick: () => (setDraft({}), (field.value = '')) },
        'Cancelar',
      ),
    );
  };
  const submit = async () => {
    const text = field.value.trim();
    if (!text) return;
    const { edit, replyTo } = draft;
    field.value = '';
    const sent = await write(edit ? { edit: { id: edit, text } } : { text, ...(replyTo ? { replyTo } : {}) });
    if (sent) setDraft({});
    else field.value = text;
    typedAt = 0;
  };
  const toggleMenu = (isOpen = menu.hidden) => {
    menu.hidden = !isOpen;
    opener.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) fill(menu, attachments({ write, notice, close: () => toggleMenu(false) }));
  };
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void submit();
  });
  field.addEventListener('input', () => {
    if (Date.now() - typedAt < TYPING_EVERY_MS || !field.value || peer.includes('@')) return;
    typedAt = Date.now();
    call('POST', `/phones/${phone.number}/chats/${peer}/typing`, {}).catch(() => {});
  });

  return {
    write,
    focus: () => field.focus(),
    reply: (message) => {
      setDraft({ replyTo: message.id }, `Respondendo: ${message.text ?? 'mensagem'}`);
      field.focus();
    },
    edit: (message) => {
      setDraft({ edit: message.id }, 'Editando a mensagem');
      field.value = message.text ?? '';
      field.focus();
    },
    element: [
      notice,
      menu,
      banner,
      make(
        'form',
        {
          class: 'composer',
          onsubmit: (event) => {
            event.preventDefault();
            void submit();
          },
        },
        opener,
        field,
        make('button', { class: 'icon-button send', type: 'submit', 'aria-label': 'Enviar' }, icon('send')),
      ),
    ],
  };
}

function attachments({ write, notice, close }) {
  const send = async (content) => (await write(content)) && close();
  const pick = (label, accept, contentOf) => {
    const input = make('input', {
      type: 'file',
      accept,
      'aria-label': label,
      class: 'visually-hidden',
      tabIndex: -1,
    });
    input.addEventListener('change', async () => {
      const [file] = input.files;
      if (file) await send(contentOf(await base64Of(file), file));
    });
    return [make('button', { class: 'button', type: 'button', onclick: () => input.click() }, label), input];
  };
  return [
    ...pick('Imagem', 'image/*', (base64, file) => ({ image: { base64, mime: file.type } })),
    ...pick('Vídeo', 'video/*', (base64, file) => ({ video: { base64, mime: file.type } })),
    ...pick('Documento', '', (base64, file) => ({
      document: { base64, fileName: file.name, mime: file.type || 'application/octet-stream' },
    })),
    recorder({ send, notice }),
    locationForm(send),
    pollForm(send),
  ];
}

/** Records a voice note; a second touch sends it. */
function recorder({ send, notice }) {
  const button = make('button', { class: 'button', type: 'button' }, 'Gravar voz');
  let recording;
  button.addEventListener('click', async () => {
    if (recording) {
      recording.stop();
      return;
    }
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const started = Date.now();
      const chunks = [];
      recording = new MediaRecorder(stream);
      recording.addEventListener('dataavailable', (event) => chunks.push(event.data));
      const finish = async () => {
        for (const track of stream.getTracks()) track.stop();
        const blob = new Blob(chunks, { type: recording.mimeType });
        recording = undefined;
        button.textContent = 'Gravar voz';
        const seconds = Math.max(1, Math.round((Date.now() - started) / 1000));
        await send({ audio: { base64: await base64Of(blob), mime: blob.type, voice: true, seconds } });
      };
      recording.addEventListener('stop', () => void finish());
      recording.start();
      button.textContent = 'Parar e enviar';
    } catch {
      fill(notice, make('p', { class: 'notice bad' }, 'Este navegador não deu acesso ao microfone.'));
    }
  });
  return button;
}

function locationForm(send) {
  const latitude = make('input', {
    'aria-label': 'Latitude',
    value: '-23.5505',
    inputMode: 'decimal',
    required: true,
  });
  const longitude = make('input', {
    'aria-label': 'Longitude',
    value: '-46.6333',
    inputMode: 'decimal',
    required: true,
  });
  const name = make('input', { 'aria-label': 'Nome do lugar', placeholder: 'Nome do lugar' });
  return inlineForm('Localização', [latitude, longitude, name], () =>
    send({
      location: {
        latitude: Number(latitude.value.replace(',', '.')),
        longitude: Number(longitude.value.replace(',', '.')),
        ...(name.value.trim() ? { name: name.value.trim() } : {}),
      },
    }),
  );
}

function pollForm(send) {
  const question = make('input', { 'aria-label': 'Pergunta', placeholder: 'Pergunta', required: true });
  const options = make('textarea', {
    rows: 3,
    'aria-label': 'Opções, uma por linha',
    placeholder: 'Uma opção por linha',
  });
  return inlineForm('Enquete', [question, options], () =>
    send({
      poll: {
        question: question.value.trim(),
        options: options.value
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean),
      },
    }),
  );
}

function inlineForm(label, fields, onsend) {
  return make(
    'details',
    {},
    make('summary', { class: 'button' }, label),
    make(
      'form',
      {
        class: 'stack',
        onsubmit: (event) => {
          event.preventDefault();
          void onsend();
        },
      },
      fields,
      make('button', { class: 'button primary', type: 'submit' }, `Enviar ${label.toLowerCase()}`),
    ),
  );
}

function base64Of(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(reader.result.slice(reader.result.indexOf(',') + 1)));
    reader.addEventListener('error', () => reject(reader.error));
    reader.readAsDataURL(blob);
  });
}
