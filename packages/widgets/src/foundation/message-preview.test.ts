import { describe, expect, it } from 'vitest';
import type { Content } from '../client/contract.ts';
import { sampleMedia, sampleMessage } from '../testing/sample-data.ts';
import { listWords } from '../words/pt-br/list.ts';
import { lineOf } from './message-preview.ts';

const media = (part: Partial<Parameters<typeof sampleMedia>[0]> = {}): ReturnType<typeof sampleMedia> =>
  sampleMedia({ id: 'med_1', ...part });
const line = (content: Content, part: Partial<Parameters<typeof sampleMessage>[0]> = {}): string =>
  lineOf(sampleMessage({ id: 'msg_1', content, ...part }), listWords.kinds);

describe('what a message says in one line', () => {
  it.each<[string, Content]>([
    ['Oi', { type: 'text', text: 'Oi' }],
    ['Foto', { type: 'image', media: media({ fileName: 'IMG_0001.jpg' }) }],
    ['Foto · pedido do médico', { type: 'image', media: media(), caption: 'pedido do médico' }],
    ['Vídeo · 1:14', { type: 'video', media: media({ durationMs: 74_000 }) }],
    ['GIF', { type: 'video', gif: true, media: media() }],
    ['Mensagem de voz · 0:42', { type: 'voice', media: media({ durationMs: 42_000 }) }],
    ['Áudio', { type: 'audio', media: media() }],
    ['Documento · exame.pdf', { type: 'document', media: media({ fileName: 'exame.pdf' }) }],
    ['Figurinha', { type: 'sticker', media: media() }],
    ['Localização · Clínica', { type: 'location', latitude: 0, longitude: 0, name: 'Clínica' }],
    ['Localização em tempo real', { type: 'location', latitude: 0, longitude: 0, live: true }],
    ['Contato · Dona Lúcia', { type: 'contacts', contacts: [{ name: 'Dona Lúcia', numbers: [] }] }],
    ['Enquete · Quando?', { type: 'poll', question: 'Quando?', options: [], selectable: 1 }],
    ['Marina mudou de número.', { type: 'notice', code: 'number_changed', text: 'Marina mudou de número.' }],
    ['Mensagem apagada', { type: 'deleted' }],
    ['Esperando o celular', { type: 'unsupported', rawType: 'unavailable' }],
    ['Mensagem que ainda não mostramos', { type: 'unsupported', rawType: 'orderMessage' }],
  ])('%s', (words, content) => expect(line(content)).toBe(words));

  it('C25: names who is mentioned', () => {
    const mentions = [
      { token: '@183000000000055', contactId: 'ctc_paulo', name: 'Paulo' },
      { token: '@183000000000077', contactId: null, name: null },
    ];
    expect(line({ type: 'text', text: '@183000000000055 e @183000000000077?' }, { mentions })).toBe(
      '@Paulo e @participante?',
    );
  });

  it('has the same words in every language', async () => {
    const { en } = await import('../words/en.ts');
    expect(Object.keys(en.list.kinds).toSorted()).toEqual(Object.keys(listWords.kinds).toSorted());
  });
});
