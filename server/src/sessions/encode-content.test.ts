import { proto } from '@whiskeysockets/baileys';
import { expect, test } from 'vitest';
import { encodeContent, type OutboundContent } from './encode-content.ts';

const quoted = {
  whatsappId: '3EB0AAAA',
  fromMe: false,
  lid: '100000000000002',
  number: null,
  encoded: null,
  text: 'Qual?',
};
const decode = (content: OutboundContent) => {
  const { encoded } = encodeContent(content, quoted);
  return proto.Message.toObject(proto.Message.decode(encoded), { longs: Number });
};
const contextInfo = { stanzaId: '3EB0AAAA', participant: '100000000000002@lid' };
const picture = { mimeType: 'image/jpeg', fileName: 'foto.jpg', size: 146_515, width: 1_280, height: 960 };

test.each<[OutboundContent, object]>([
  [
    { type: 'image', ...picture, caption: 'A fachada' },
    {
      imageMessage: {
        mimetype: 'image/jpeg',
        caption: 'A fachada',
        fileLength: 146_515,
        width: 1_280,
        height: 960,
        contextInfo,
      },
    },
  ],
  [
    {
      type: 'image',
      ...picture,
      thumbnail: `data:image/jpeg;base64,${Buffer.from('small').toString('base64')}`,
    },
    {
      imageMessage: {
        mimetype: 'image/jpeg',
        fileLength: 146_515,
        width: 1_280,
        height: 960,
        jpegThumbnail: Buffer.from('small'),
        contextInfo,
      },
    },
  ],
  [
    { type: 'video', ...picture, mimeType: 'video/mp4', durationMs: 4_200 },
    { videoMessage: { mimetype: 'video/mp4', seconds: 5, width: 1_280, height: 960, contextInfo } },
  ],
  [
    {
      type: 'voice',
      mimeType: 'audio/ogg; codecs=opus',
      fileName: null,
      size: 9,
      durationMs: 3_000,
      waveform: Buffer.from([0, 50, 100]),
    },
    {
      audioMessage: {
        mimetype: 'audio/ogg; codecs=opus',
        seconds: 3,
        ptt: true,
        fileLength: 9,
        waveform: Buffer.from([0, 50, 100]),
        contextInfo,
      },
    },
  ],
  [
    { type: 'audio', mimeType: 'audio/mpeg', fileName: null, size: 9 },
    { audioMessage: { mimetype: 'audio/mpeg', fileLength: 9, contextInfo } },
  ],
  [
    { type: 'document', mimeType: 'application/pdf', fileName: 'orçamento.pdf', size: 9 },
    {
      documentMessage: {
        mimetype: 'application/pdf',
        fileName: 'orçamento.pdf',
        title: 'orçamento.pdf',
        fileLength: 9,
        contextInfo,
      },
    },
  ],
  [
    { type: 'document', mimeType: 'application/pdf', fileName: 'a.pdf', size: 9, caption: 'Segue' },
    {
      documentWithCaptionMessage: {
        message: { documentMessage: { caption: 'Segue', fileName: 'a.pdf', contextInfo } },
      },
    },
  ],
  [
    { type: 'sticker', mimeType: 'image/webp', fileName: null, size: 9, width: 512, height: 512 },
    { stickerMessage: { mimetype: 'image/webp', width: 512, height: 512, fileLength: 9, contextInfo } },
  ],
  [
    {
      type: 'location',
      latitude: -23.5613,
      longitude: -46.6565,
      name: 'Clínica Sol',
      address: 'Av. Paulista',
    },
    {
      locationMessage: {
        degreesLatitude: -23.5613,
        degreesLongitude: -46.6565,
        name: 'Clínica Sol',
        address: 'Av. Paulista',
        contextInfo,
      },
    },
  ],
  [
    { type: 'contacts', contacts: [{ name: 'Zé; da Silva', numbers: [{ number: '+5511990000041' }] }] },
    {
      contactMessage: {
        displayName: 'Zé; da Silva',
        vcard: expect.stringContaining('TEL;type=CELL;waid=5511990000041:+5511990000041'),
        contextInfo,
      },
    },
  ],
  [
    {
      type: 'contacts',
      contacts: [
        { name: 'Zé', numbers: [] },
        { name: 'Lia', numbers: [{ number: '11 3333-0043', label: 'Loja' }] },
      ],
    },
    {
      contactsArrayMessage: {
        displayName: 'Zé, Lia',
        contacts: [{ displayName: 'Zé' }, { vcard: expect.stringContaining('item1.X-ABLabel:Loja') }],
        contextInfo,
      },
    },
  ],
  [
    { type: 'poll', question: 'Qual horário?', options: ['9h', '14h', '18h'], selectable: 2 },
    {
      pollCreationMessageV3: {
        name: 'Qual horário?',
        options: [{ optionName: '9h' }, { optionName: '14h' }, { optionName: '18h' }],
        selectableOptionsCount: 2,
        contextInfo,
      },
    },
  ],
])('Baileys reads what is written of $type', (content, expected) => {
  const message = decode(content);
  expect(message).toMatchObject(expected);
  expect(message['messageContextInfo'].messageSecret).toHaveLength(32);
});
