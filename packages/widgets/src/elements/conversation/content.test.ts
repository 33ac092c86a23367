import { html } from 'lit';
import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Message } from '../../client/contract.ts';
import { findBarriers } from '../../testing/accessible.ts';
import { mountThread, ThreadHarness } from '../../testing/inbox-harness.ts';
import { mount, settled, unmountAll, until } from '../../testing/mounting.ts';
import {
  sampleAnswer,
  sampleConversation,
  sampleInbox,
  sampleMedia,
  sampleMessage,
  SAMPLE_NOW,
} from '../../testing/sample-data.ts';
import { sampleAudio, samplePicture, THUMBNAIL } from '../../testing/sample-media.ts';
import { ScriptedClient } from '../../testing/scripted-client.ts';

afterEach(unmountAll);

type Part = Partial<Message> & { content: Message['content'] };

/** A thread of these messages, six minutes apart; `m0`, `m1`, … are their ids. */
function clientWith(...parts: Part[]): ScriptedClient {
  const hub = new ScriptedClient(sampleInbox());
  hub.threads['conv_marina'] = parts.map((part, at) => {
    const make = part.direction === 'outbound' ? sampleAnswer : sampleMessage;
    return make({ id: `m${at}`, timestamp: new Date(SAMPLE_NOW + at * 360_000).toISOString(), ...part });
  });
  return hub;
}
const show = (hub: ScriptedClient): Promise<ThreadHarness> => mountThread(hub, 'conv_marina').ready();
const open = (...parts: Part[]): Promise<ThreadHarness> => show(clientWith(...parts));
const row = (thread: ThreadHarness, at: number): HTMLElement =>
  thread.root.querySelector<HTMLElement>(`[data-id="m${at}"]`)!;
const said = (element: Element | null): string => element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';

const linking = (url: string): Part => ({
  content: { type: 'text', text: 'Veja', link: { url, title: 'Loja' } },
});
const reactionBy = (emoji: string, name: string): Message['reactions'][number] => ({
  emoji,
  author: { kind: 'contact', id: name, name },
  createdAt: '2026-11-25T13:00:00.000Z',
});
const spokenBy = (name: string, text: string, minutes: number): Part => ({
  author: { kind: 'contact', id: `ctc_${name}`, name },
  content: { type: 'text', text },
  timestamp: new Date(SAMPLE_NOW + minutes * 60_000).toISOString(),
});

const gone = (state: 'expired' | 'failed'): Message['content'] => ({
  type: 'image',
  media: sampleMedia({ id: `med_${state}`, state }),
});
const dialogOf = (thread: ThreadHarness): HTMLDialogElement | null => thread.root.querySelector('dialog');

/** One message of each kind. */
const EVERY_KIND: Part[] = [
  { content: { type: 'image', media: samplePicture('med_1'), caption: 'Carteirinha nova' } },
  { content: { type: 'video', media: samplePicture('med_2', 1280, 720, { durationMs: 74_000 }) } },
  { content: { type: 'sticker', media: samplePicture('med_3', 512, 512) } },
  { content: { type: 'voice', media: sampleAudio('med_4', 3) } },
  { content: { type: 'audio', media: sampleAudio('med_5', 4, { fileName: 'aula.mp3' }) } },
  {
    content: {
      type: 'document',
      media: sampleMedia({ id: 'med_6', fileName: 'a.pdf', mimeType: 'application/pdf' }),
    },
  },
  { content: { type: 'location', latitude: -23.5, longitude: -46.6, name: 'Clínica', address: 'Rua A, 1' } },
  {
    content: {
      type: 'contacts',
      contacts: [{ name: 'Dona Lúcia', numbers: [{ number: '+5511990000041' }] }],
    },
  },
  {
    content: { type: 'poll', question: 'Quando?', options: [{ text: '9h', votes: 2 }], selectable: 1 },
    direction: 'outbound',
  },
  { content: { type: 'unsupported', rawType: 'orderMessage' } },
  { content: { type: 'unsupported', rawType: 'unavailable' } },
  { content: { type: 'notice', code: 'number_changed', text: 'Marina mudou de número.' } },
  { content: { type: 'deleted' } },
  { content: { type: 'call', video: true, group: false, outcome: 'missed' } },
  {
    content: {
      type: 'text',
      text: 'Veja https://loja.example/x',
      link: { url: 'https://loja.example/x', title: 'Loja', thumbnail: THUMBNAIL },
      choices: { options: [{ label: 'Segunda via', description: 'Boleto' }] },
    },
    reactions: [
      {
        emoji: '👍',
        author: { kind: 'contact', id: 'ctc_marina', name: 'Marina' },
        createdAt: '2026-11-25T13:00:00.000Z',
      },
    ],
  },
];

/** A change of ours that WhatsApp does not have yet, or refused. */
const changing = (part: Partial<NonNullable<Message['pendingChange']>>): Message['pendingChange'] => ({
  kind: 'edit',
  status: 'queued',
  text: null,
  emoji: null,
  failure: null,
  ...part,
});
const refused = { code: 'too_late', message: 'passou do prazo do WhatsApp', retryable: false } as never;

describe('changes of a message that are on their way', () => {
  it('shows an edit at once, dashed, and the text as it was when WhatsApp refused it', async () => {
    const hub = clientWith({
      direction: 'outbound',
      content: { type: 'text', text: 'Quinta às 9' },
      pendingChange: changing({ text: 'Quinta às 9h20' }),
    });
    const thread = await show(hub);
    expect(said(row(thread, 0))).toContain('Quinta às 9h20');
    expect(said(row(thread, 0).querySelector('.meta'))).toContain('Editando');
    expect(row(thread, 0).querySelector('.bub')!.classList.contains('queued')).toBe(true);
    const before = hub.threads['conv_marina']![0]!;
    hub.advance(before, 'delivered', {
      pendingChange: changing({ text: 'Quinta às 9h20', status: 'failed', failure: refused }),
    });
    await until(() => said(row(thread, 0)).includes('Edição não enviada: passou do prazo'));
    expect(said(row(thread, 0).querySelector('.bub'))).toBe('Quinta às 9');
  });

  it.each([
    ['delete', 'queued', 'Apagando'],
    ['delete', 'failed', 'Não apagada: passou do prazo'],
    ['reaction', 'queued', 'Reagindo'],
    ['reaction', 'failed', 'Reação não enviada: passou do prazo'],
  ] as const)('says so of a %s that is %s', async (kind, status, words) => {
    const failure = status === 'failed' ? refused : null;
    const content = { type: 'text', text: 'Combinado' } as const;
    const of = { content, pendingChange: changing({ kind, status, failure }) };
    const thread = await open({ direction: 'outbound', ...of }, { direction: 'inbound', ...of });
    for (const at of [0, 1]) expect(said(row(thread, at).querySelector('.meta'))).toContain(words);
  });
});

describe('calls', () => {
  it.each([
    [{ video: false, group: false, outcome: 'missed' }, 'Ligação perdida'],
    [{ video: true, group: false, outcome: 'auto_rejected' }, 'Ligação de vídeo recusada automaticamente'],
    [{ video: false, group: true, outcome: 'ringing' }, 'Ligação em grupo chamando agora'],
  ] as const)('are named with how they ended', async (call, words) => {
    const thread = await open({ content: { type: 'call', ...call } });
    expect(said(row(thread, 0).querySelector('.bub'))).toBe(words);
    expect(row(thread, 0).querySelector('.reply')).toBeNull();
  });
});

describe('every kind of message', () => {
  it('says something, and never nothing', async () => {
    const hub = clientWith(...EVERY_KIND);
    for (const [at] of EVERY_KIND.entries()) {
      const alone = new ScriptedClient({
        ...sampleInbox(),
        threads: { conv_marina: [hub.threads['conv_marina']![at]!] },
      });
      const thread = await show(alone);
      const bubble = row(thread, at).querySelector('.bub, .sys')!;
      const named = said(bubble) || bubble.querySelector('[aria-label]')?.getAttribute('aria-label');
      expect(named, EVERY_KIND[at]!.content.type).toBeTruthy();
      expect(bubble.getBoundingClientRect().height).toBeGreaterThan(15);
      unmountAll();
    }
  });

  for (const [theme, dir] of [
    ['light', 'ltr'],
    ['dark', 'rtl'],
  ] as const) {
    it(`has no barriers, ${theme} ${dir}`, async () => {
      const hub = clientWith(...EVERY_KIND);
      const box = mount(
        html`<mh-provider .client=${hub} theme=${theme} dir=${dir}
          ><mh-conversation conversation-id="conv_marina" style="height:100%"></mh-conversation
        ></mh-provider>`,
        { width: 420, height: 2_400 },
      );
      const thread = await new ThreadHarness(box.querySelector('mh-conversation')!).ready();
      await until(() => row(thread, 0));
      await settled(thread.element);
      expect(await findBarriers(box)).toEqual([]);
      for (const bubble of thread.root.querySelectorAll('.bub')) {
        expect(bubble.scrollWidth).toBeLessThanOrEqual(bubble.clientWidth + 1);
      }
    });
  }
});

describe('a picture', () => {
  it('has its room before it is loaded, and no other afterwards', async () => {
    const picture = samplePicture('med_1', 1200, 900);
    const hub = clientWith({
      content: { type: 'image', media: { ...picture, state: 'pending', url: null } },
    });
    const thread = await show(hub);
    const before = row(thread, 0).getBoundingClientRect().height;
    expect(said(row(thread, 0).querySelector('.pic'))).toBe('Recebendo');
    const [message] = hub.threads['conv_marina']!;
    hub.emit({
      type: 'message.updated',
      data: { ...message!, revision: 2, content: { type: 'image', media: picture } },
    });
    const full = await until(() => row(thread, 0).querySelector<HTMLImageElement>('.full'));
    await full.decode();
    expect(row(thread, 0).getBoundingClientRect().height).toBe(before);
    const { width, height } = full.getBoundingClientRect();
    expect(width / height).toBeCloseTo(4 / 3, 1);
  });

  it('keeps its address while that holds, though each answer signs another', async () => {
    const until1 = new Date(Date.now() + 600_000).toISOString();
    const media = samplePicture('med_1', 400, 300, {
      url: '/v1/media/med_1/content?signature=a',
      urlExpiresAt: until1,
    });
    const hub = clientWith({ content: { type: 'image', media } });
    const thread = await show(hub);
    const shown = (): string | undefined => row(thread, 0).querySelector<HTMLImageElement>('.full')?.src;
    expect(shown()).toBe('https://hub.example/v1/media/med_1/content?signature=a');
    const [message] = hub.threads['conv_marina']!;
    const again = { ...media, url: '/v1/media/med_1/content?signature=b' };
    hub.emit({
      type: 'message.updated',
      data: { ...message!, revision: 2, content: { type: 'image', media: again } },
    });
    await settled(thread.element);
    expect(shown()).toContain('signature=a');
  });

  it('asks for another address when the one it has is over, once', async () => {
    const past = new Date(Date.now() - 1_000).toISOString();
    const media = samplePicture('med_1', 400, 300, { url: '/v1/old', urlExpiresAt: past });
    const hub = clientWith({ content: { type: 'image', media } });
    hub.media.set('med_1', samplePicture('med_1', 400, 300));
    const thread = await show(hub);
    await until(() => row(thread, 0).querySelector('.full'));
    expect(hub.calls.filter((it) => it.method === 'getMedia').length).toBe(1);
    expect(row(thread, 0).querySelector<HTMLImageElement>('.full')!.src).not.toContain('/v1/old');
  });

  it('says what became of a file that will not come', async () => {
    const thread = await open(
      { content: gone('expired') },
      { content: gone('failed') },
      { content: gone('expired'), flags: ['view_once'] },
    );
    expect(said(row(thread, 0))).toContain('Foto · não está mais no WhatsApp');
    expect(said(row(thread, 1))).toContain('Foto · não deu para baixar');
    expect(said(row(thread, 2))).toContain('só abre no celular, uma vez');
    expect(thread.root.querySelector('.pic')).toBeNull();
  });
});

describe('shown large', () => {
  const pictures = [1, 2, 3].map(
    (at): Part => ({
      content: { type: 'image', media: samplePicture(`med_${at}`, 400, 300), caption: `Foto ${at}` },
    }),
  );

  it('goes through the pictures of the thread by keys, and gives the focus back', async () => {
    const thread = await open(...pictures);
    const button = row(thread, 1).querySelector<HTMLButtonElement>('.pic')!;
    expect(button.ariaLabel).toBe('Abrir foto: Foto 2');
    button.focus();
    await userEvent.keyboard('{Enter}');
    const dialog = await until(() => dialogOf(thread));
    expect(dialog.matches(':modal')).toBe(true);
    expect(said(dialog.querySelector('.lb-cap'))).toBe('Foto 2');
    await userEvent.keyboard('{ArrowRight}');
    expect(said(dialog.querySelector('.lb-cap'))).toBe('Foto 3');
    await userEvent.keyboard('{Home}');
    expect(said(dialog.querySelector('.lb-cap'))).toBe('Foto 1');
    expect(await findBarriers(dialog)).toEqual([]);
    await userEvent.keyboard('{Escape}');
    await until(() => !dialogOf(thread));
    expect(thread.root.activeElement).toBe(button);
  });

  it('changes between fitting and real size, and can be saved', async () => {
    const thread = await open({
      content: { type: 'image', media: samplePicture('med_1', 4_000, 3_000, { fileName: 'rg.jpg' }) },
    });
    row(thread, 0).querySelector<HTMLElement>('.pic')!.click();
    const dialog = await until(() => dialogOf(thread));
    const image = dialog.querySelector('img')!;
    await image.decode();
    expect(image.getBoundingClientRect().width).toBeLessThanOrEqual(innerWidth);
    await userEvent.keyboard('+');
    await until(() => image.getBoundingClientRect().width === 4_000);
    await userEvent.keyboard('-');
    await until(() => image.getBoundingClientRect().width <= innerWidth);
    expect(dialog.querySelector('a')!.download).toBe('rg.jpg');
  });
});

describe('a voice message', () => {
  it('plays, pauses, is faster, and only one plays at a time', async () => {
    const thread = await open(
      { content: { type: 'voice', media: sampleAudio('med_1', 20) } },
      { content: { type: 'voice', media: sampleAudio('med_2', 9) } },
    );
    const play = (at: number): HTMLButtonElement =>
      row(thread, at).querySelector<HTMLButtonElement>('.play')!;
    expect(row(thread, 0).querySelector('.voice')!.ariaLabel).toBe('Mensagem de voz, 0:20');
    expect(row(thread, 0).querySelector('.rate')).toBeNull();
    play(0).click();
    await until(() => play(0).ariaLabel === 'Pausar');
    const rate = row(thread, 0).querySelector<HTMLButtonElement>('.rate')!;
    rate.click();
    await until(() => rate.ariaLabel === 'Velocidade 1,5×');
    play(1).click();
    await until(() => play(1).ariaLabel === 'Pausar' && play(0).ariaLabel === 'Tocar');
    expect(row(thread, 1).querySelector('.rate')!.ariaLabel).toBe('Velocidade 1,5×');
    play(1).click();
    await until(() => play(1).ariaLabel === 'Tocar');
  });

  it('moves by keys, in steps of five seconds, and says where it is', async () => {
    const thread = await open({ content: { type: 'voice', media: sampleAudio('med_1', 20) } });
    const play = row(thread, 0).querySelector<HTMLButtonElement>('.play')!;
    play.click();
    await until(() => play.ariaLabel === 'Pausar');
    play.click();
    await until(() => play.ariaLabel === 'Tocar');
    const position = row(thread, 0).querySelector<HTMLInputElement>('input')!;
    position.focus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    await until(() => position.ariaValueText === '0:10 de 0:20');
    await userEvent.keyboard('{ArrowLeft}');
    await until(() => position.ariaValueText === '0:05 de 0:20');
  });

  it('says so where the browser cannot play it', async () => {
    const broken = URL.createObjectURL(new Blob(['no sound'], { type: 'audio/wav' }));
    const thread = await open({
      content: { type: 'voice', media: sampleAudio('med_1', 20, { url: broken }) },
    });
    row(thread, 0).querySelector<HTMLButtonElement>('.play')!.click();
    await until(() => said(row(thread, 0)).includes('Este navegador não toca este áudio'));
  });
});

describe('what people send', () => {
  it('C33: shows and saves a file under its real ending', async () => {
    const media = sampleMedia({
      id: 'med_1',
      fileName: 'fatura_\u202Efdp.exe',
      mimeType: 'application/pdf',
      url: '/v1/x',
    });
    const thread = await open({ content: { type: 'document', media } });
    expect(said(row(thread, 0).querySelector('.file-name'))).toBe('fatura_fdp.exe');
    const link = row(thread, 0).querySelector('a')!;
    expect(link.download).toBe('fatura_fdp.exe');
    expect(link.href).toBe('https://hub.example/v1/x');
  });

  it('leads to a map by a plain link, and loads none', async () => {
    const thread = await open({
      content: { type: 'location', latitude: -23.5, longitude: -46.6, live: true },
    });
    expect(said(row(thread, 0).querySelector('.bub'))).toContain('Localização em tempo real');
    expect(row(thread, 0).querySelector('a')!.rel).toContain('noreferrer');
    expect(row(thread, 0).querySelector('img, iframe')).toBeNull();
  });

  it('C22: shows each card with its numbers', async () => {
    const thread = await open({
      content: {
        type: 'contacts',
        contacts: [
          { name: 'Dona Lúcia', numbers: [{ number: '+5511990000041' }] },
          {
            name: 'Oficina, Zé & Filhos',
            numbers: [{ number: '+5511990000042', label: 'Loja' }, { number: '+551133330043' }],
          },
        ],
      },
    });
    const cards = [...row(thread, 0).querySelectorAll('.card')];
    expect(cards.length).toBe(2);
    expect(said(cards[1]!)).toContain('+55 11 99000-0042 · Loja');
    expect([...cards[1]!.querySelectorAll('a')].map((it) => it.getAttribute('href'))).toEqual([
      'tel:+5511990000042',
      'tel:+551133330043',
    ]);
  });

  it('C25: names who is mentioned, and shows no digits of who is unknown', async () => {
    const thread = await open({
      content: { type: 'text', text: '@183000000000055 pode ver? @183000000000077' },
      mentions: [
        { token: '@183000000000055', contactId: 'ctc_paulo', name: 'Paulo' },
        { token: '@183000000000077', contactId: null, name: null },
      ],
    });
    expect(said(row(thread, 0).querySelector('.bub'))).toBe('@Paulo pode ver? @participante');
  });

  it('leads a link card only to the web', async () => {
    const thread = await open(linking('javascript:alert(1)'), linking('https://loja.example/x'));
    expect(row(thread, 0).querySelector('a')).toBeNull();
    expect(row(thread, 1).querySelector('a')!.href).toBe('https://loja.example/x');
  });

  it('counts reactions by sign, and says whose they are', async () => {
    const thread = await open({
      content: { type: 'text', text: 'Pode sim!' },
      reactions: [reactionBy('❤️', 'Marina'), reactionBy('❤️', 'Lia'), reactionBy('👍', 'Rui')],
    });
    const pill = row(thread, 0).querySelector('.react')!;
    expect(said(pill)).toBe('❤️👍 3');
    expect(pill.ariaLabel).toBe('Reações: ❤️ de Marina, Lia; 👍 de Rui');
  });

  it('C21: marks what can be seen once, what disappears, and what was passed on', async () => {
    const thread = await open(
      { content: { type: 'image', media: samplePicture('med_1') }, flags: ['view_once'] },
      { content: { type: 'text', text: 'menu' }, flags: ['disappearing'] },
      { content: { type: 'text', text: 'corrente' }, flags: ['forwarded_often'] },
    );
    expect(said(row(thread, 0).querySelector('.meta'))).toContain('Visualização única');
    expect(thread.meta('menu')).toContain('Temporária');
    expect(said(row(thread, 2).querySelector('.bub'))).toContain('Encaminhada muitas vezes');
  });

  it('tells what happened as a line, and what is to come as such', async () => {
    const thread = await open(
      { content: { type: 'notice', code: 'number_changed', text: 'Marina mudou de número.' } },
      { content: { type: 'unsupported', rawType: 'unavailable' } },
      { content: { type: 'unsupported', rawType: 'orderMessage' } },
    );
    expect(said(row(thread, 0).querySelector('.sys'))).toContain('Marina mudou de número.');
    expect(row(thread, 0).querySelector('.bub')).toBeNull();
    expect(said(row(thread, 1).querySelector('.bub'))).toContain('Esperando o celular');
    expect(said(row(thread, 2).querySelector('.bub'))).toContain('orderMessage');
  });
});

describe('a group', () => {
  it('names who speaks below each run, all in one colour, and counts who has read', async () => {
    const group = { id: 'grp_1', subject: 'Equipe da manhã', avatarUrl: null };
    const hub = clientWith(spokenBy('Lia', 'um', 0), spokenBy('Lia', 'dois', 1), spokenBy('', 'três', 2), {
      direction: 'outbound',
      content: { type: 'text', text: 'quatro' },
      status: 'read',
      receipts: { delivered: 12, read: 3, of: 12 },
    });
    hub.conversations = [sampleConversation({ id: 'conv_marina', kind: 'group', contact: null, group })];
    const thread = await show(hub);
    expect(thread.root.querySelector('h2')!.textContent).toBe('Equipe da manhã');
    expect(thread.meta('um')).toBe('');
    expect(thread.meta('dois')).toMatch(/^L Lia · /);
    expect(thread.meta('três')).toContain('Alguém do grupo');
    expect(thread.meta('quatro')).toContain('Lida por 3 de 12');
    const voices = [...thread.root.querySelectorAll('.in .meta .av')].map((it) => it.className);
    expect(new Set(voices).size).toBe(1);
  });
});
