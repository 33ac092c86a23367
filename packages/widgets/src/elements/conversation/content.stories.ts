import { html, type TemplateResult } from 'lit';
import { expect, userEvent, waitFor } from 'storybook/test';
import type { Message } from '../../client/contract.ts';
import {
  sampleAnswer,
  sampleConversation,
  sampleInbox,
  sampleMedia,
  sampleMessage,
} from '../../testing/sample-data.ts';
import { drawPicture, sampleAudio, samplePicture, THUMBNAIL } from '../../testing/sample-media.ts';
import { ScriptedClient } from '../../testing/scripted-client.ts';

export default { title: 'Conversation/Content' };

type Content = Message['content'];
type Part = Partial<Message> & { content: Content };

const text = (text: string): Content => ({ type: 'text', text });
const at = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

/** A thread that holds these, six minutes apart, so that each has its own line of meta. */
function thread(parts: (Part | Content)[], group = false): TemplateResult {
  const hub = new ScriptedClient(sampleInbox(Date.now()));
  hub.threads['conv_marina'] = parts.map((part, index) => {
    const whole: Part = 'content' in part ? part : { content: part };
    const make = whole.direction === 'outbound' ? sampleAnswer : sampleMessage;
    return make({ id: `msg_${index}`, timestamp: at((parts.length - index) * 6), ...whole });
  });
  if (group) {
    hub.conversations = [
      sampleConversation({
        id: 'conv_marina',
        kind: 'group',
        contact: null,
        group: { id: 'grp_1', subject: 'Equipe da manhã', avatarUrl: null },
      }),
    ];
  }
  return html`<div style="height: 100vh; max-width: 760px">
    <mh-conversation .client=${hub} conversation-id="conv_marina"></mh-conversation>
  </div>`;
}
const story = (parts: () => (Part | Content)[], group = false): { render: () => TemplateResult } => ({
  render: () => thread(parts(), group),
});
const rootOf = (canvas: HTMLElement): ShadowRoot => canvas.querySelector('mh-conversation')!.shadowRoot!;

export const Pictures = story(() => [
  { type: 'image', media: samplePicture('med_1'), caption: 'Carteirinha nova' },
  { direction: 'outbound', content: { type: 'image', media: samplePicture('med_2', 720, 1280) } },
  { type: 'image', media: samplePicture('med_3', 60, 40) },
  { type: 'image', media: sampleMedia({ id: 'med_4', url: drawPicture(900, 600) }), caption: 'Sem medidas' },
]);

/** Before the file is here, and when it never comes. */
export const PicturesWithoutFile = story(() => [
  { type: 'image', media: samplePicture('med_1', 1280, 720, { state: 'pending', url: null }) },
  { type: 'video', media: samplePicture('med_2', 1280, 720, { state: 'expired', url: null }) },
  { type: 'image', media: sampleMedia({ id: 'med_3', state: 'pending' }) },
  { type: 'image', media: sampleMedia({ id: 'med_4', state: 'failed' }), caption: 'A que não veio' },
  {
    flags: ['view_once'],
    content: { type: 'image', media: sampleMedia({ id: 'med_5', state: 'expired' }) },
  },
]);

export const Films = story(() => [
  { type: 'video', media: samplePicture('med_1', 1280, 720, { durationMs: 74_000 }), caption: 'Como chegar' },
  { type: 'video', gif: true, media: samplePicture('med_2', 400, 300, { state: 'pending', url: null }) },
]);

export const Stickers = story(() => [
  { type: 'sticker', media: samplePicture('med_1', 512, 512, { thumbnail: null }) },
  { direction: 'outbound', content: { type: 'sticker', media: samplePicture('med_2', 512, 512) } },
]);

export const Voice = story(() => [
  { type: 'voice', media: sampleAudio('med_1', 17) },
  { direction: 'outbound', status: 'played', content: { type: 'voice', media: sampleAudio('med_2', 9) } },
  { type: 'audio', media: sampleAudio('med_3', 205, { fileName: 'aula de violão.mp3' }) },
  { type: 'voice', media: sampleMedia({ id: 'med_4', state: 'pending' }) },
]);

export const VoicePlaying = {
  ...Voice,
  play: async ({ canvasElement }: { canvasElement: HTMLElement }): Promise<void> => {
    await waitFor(() => expect(rootOf(canvasElement).querySelector('.play')).not.toBeNull());
    const play = rootOf(canvasElement).querySelector<HTMLElement>('.play')!;
    play.click();
    await waitFor(() => expect(play.ariaLabel).toBe('Pausar'));
    const rate = rootOf(canvasElement).querySelector<HTMLElement>('.rate')!;
    rate.click();
    await waitFor(() => expect(rate.textContent.trim()).toBe('1,5×'));
    play.click();
    await waitFor(() => expect(play.ariaLabel).toBe('Tocar'));
  },
};

export const Documents = story(() => [
  {
    type: 'document',
    media: sampleMedia({
      id: 'med_1',
      mimeType: 'application/pdf',
      fileName: 'pedido-exame.pdf',
      size: 248_000,
      url: drawPicture(10, 10),
    }),
  },
  {
    type: 'document',
    media: sampleMedia({
      id: 'med_2',
      mimeType: 'application/octet-stream',
      fileName: 'fatura_\u202Efdp.exe',
      size: 1_240_000,
      url: drawPicture(10, 10),
    }),
    caption: 'A fatura deste mês',
  },
  {
    type: 'document',
    media: sampleMedia({
      id: 'med_3',
      fileName: 'antigo.zip',
      mimeType: 'application/zip',
      state: 'expired',
    }),
  },
]);

export const Places = story(() => [
  {
    type: 'location',
    latitude: -23.56141,
    longitude: -46.65588,
    name: 'Clínica Vereda Clara',
    address: 'Rua das Acácias, 120, São Paulo',
  },
  { type: 'location', latitude: -23.55, longitude: -46.63 },
  { type: 'location', latitude: -23.551, longitude: -46.634, live: true },
]);

export const ContactCards = story(() => [
  { type: 'contacts', contacts: [{ name: 'Dona Lúcia', numbers: [{ number: '+5511990000041' }] }] },
  {
    type: 'contacts',
    contacts: [
      {
        name: 'Oficina, Zé & Filhos',
        numbers: [{ number: '+5511990000042', label: 'Loja' }, { number: '+551133330043' }],
      },
      ...['Ana', 'Bento', 'Célia', 'Davi'].map((name) => ({ name, numbers: [{ number: '+5511990000050' }] })),
    ],
  },
]);

export const Polls = story(() => [
  {
    direction: 'outbound',
    content: {
      type: 'poll',
      question: 'Qual horário prefere?',
      options: [
        { text: '9h', votes: 1 },
        { text: '14h', votes: 3 },
        { text: '18h, se for possível depois do trabalho', votes: 0 },
      ],
      selectable: 1,
    },
  },
]);

export const ListsAndLinks = story(() => [
  {
    type: 'text',
    text: 'Olha o convênio: https://vidaplena.example/planos/ouro',
    link: {
      url: 'https://vidaplena.example/planos/ouro',
      title: 'Plano Ouro',
      description:
        'Consultas, exames e retornos sem custo em toda a rede credenciada da capital e do interior.',
      thumbnail: THUMBNAIL,
    },
  },
  {
    type: 'text',
    text: 'Escolha o assunto:',
    choices: {
      title: 'Atendimento',
      footer: 'Responda em até 24 h',
      button: 'Ver opções',
      options: [{ label: 'Segunda via', description: 'Boleto ou Pix' }, { label: 'Falar com alguém' }],
    },
  },
]);

export const Reactions = story(() => [
  {
    content: text('Pode sim!'),
    quoted: {
      messageId: 'msg_1',
      author: { kind: 'member', id: 'mem_bia', name: 'Bia' },
      preview: 'Posso confirmar para quinta, às 9:20?',
    },
    reactions: [
      { emoji: '❤️', author: { kind: 'member', id: 'mem_bia', name: 'Bia' }, createdAt: at(1) },
      { emoji: '❤️', author: { kind: 'contact', id: 'ctc_marina', name: 'Marina' }, createdAt: at(1) },
    ],
  },
  {
    direction: 'outbound',
    content: { type: 'image', media: samplePicture('med_1'), caption: 'A nossa fachada' },
    reactions: [
      { emoji: '👍', author: { kind: 'contact', id: 'ctc_marina', name: 'Marina' }, createdAt: at(1) },
    ],
  },
  {
    content: text('E esta?'),
    quoted: {
      messageId: null,
      author: { kind: 'contact', id: 'ctc_marina', name: 'Marina' },
      preview: 'Uma mensagem que não está aqui',
    },
  },
]);

export const ChangedAndMarked = story(() => [
  { content: text('Confirmado: quinta, às 9:20, com a Dra. Lia.'), direction: 'outbound', editedAt: at(1) },
  { content: { type: 'deleted' }, deletedAt: at(1) },
  { content: text('Promoção só hoje!'), flags: ['forwarded_often'] },
  {
    content: { type: 'image', media: samplePicture('med_1'), caption: 'Olha isto' },
    flags: ['forwarded'],
  },
  { content: text('Some em sete dias'), flags: ['disappearing'] },
  { content: text('Para todos'), flags: ['broadcast'], direction: 'outbound' },
]);

export const NotShown = story(() => [
  { content: { type: 'unsupported', rawType: 'unavailable' } },
  { content: { type: 'unsupported', rawType: 'orderMessage' } },
  { content: { type: 'notice', code: 'number_changed', text: 'Marina mudou de número.' } },
  { content: { type: 'notice', code: 'security_code', text: 'O código de segurança de Marina mudou.' } },
]);

export const Group = story(() => {
  const by = (
    id: string,
    name: string,
    minutes: number,
    content: Content,
    part: Partial<Message> = {},
  ): Part => ({
    author: { kind: 'contact', id: `ctc_${id}`, name },
    timestamp: at(minutes),
    content,
    ...part,
  });
  return [
    by('lia', 'Lia Prado', 30, text('Chegou a escala de dezembro')),
    by('lia', 'Lia Prado', 29, {
      type: 'document',
      media: sampleMedia({
        id: 'med_1',
        fileName: 'escala.pdf',
        mimeType: 'application/pdf',
        url: drawPicture(9, 9),
      }),
    }),
    by('paulo', 'Paulo', 28, text('@183000000000055 pode ver? @183000000000077'), {
      mentions: [
        { token: '@183000000000055', contactId: 'ctc_lia', name: 'Lia Prado' },
        { token: '@183000000000077', contactId: null, name: null },
      ],
    }),
    by('x', '', 20, text('Eu vejo.')),
    {
      direction: 'outbound',
      status: 'read',
      receipts: { delivered: 12, read: 3, of: 12 },
      content: text('Obrigada, pessoal!'),
      timestamp: at(10),
    },
    { content: { type: 'notice', code: 'member_added', text: 'Lia adicionou Rui.' }, timestamp: at(5) },
  ];
}, true);

export const Calls = story(() => [
  { content: { type: 'call', video: false, group: false, outcome: 'missed' } },
  { content: { type: 'call', video: true, group: false, outcome: 'auto_rejected' } },
  { direction: 'outbound', content: { type: 'call', video: false, group: false, outcome: 'answered' } },
  { content: { type: 'call', video: false, group: true, outcome: 'ringing' } },
]);

const change = (
  kind: 'edit' | 'delete' | 'reaction',
  status: 'queued' | 'failed',
  text: string | null = null,
): Message['pendingChange'] => ({
  kind,
  status,
  text,
  emoji: kind === 'reaction' ? '👍' : null,
  failure:
    status === 'failed'
      ? { code: 'change_refused' as never, message: 'passou do prazo do WhatsApp', retryable: false }
      : null,
});

/** Edits, deletions and reactions of ours that WhatsApp does not have yet, or refused. */
export const Changing = story(() => {
  const ours = (pendingChange: Message['pendingChange']): Part => ({
    direction: 'outbound',
    content: text('Quinta às 9'),
    pendingChange,
  });
  return [
    ours(change('edit', 'queued', 'Quinta às 9h20')),
    ours(change('edit', 'failed', 'Quinta às 9h20')),
    ours(change('delete', 'queued')),
    ours(change('delete', 'failed')),
    { content: text('Combinado'), pendingChange: change('reaction', 'queued') },
  ];
});

export const Large = {
  ...Pictures,
  play: async ({ canvasElement }: { canvasElement: HTMLElement }): Promise<void> => {
    const root = rootOf(canvasElement);
    await waitFor(() => expect(root.querySelector('button.pic')).not.toBeNull());
    await userEvent.click(root.querySelector<HTMLElement>('button.pic')!);
    await waitFor(() => expect(root.querySelector<HTMLDialogElement>('dialog')?.open).toBe(true));
  },
};
