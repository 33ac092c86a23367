import { limits } from '../limits.ts';
import { numberSchema } from './phone-routes.ts';
import type { ObjectSchema, Schema } from './schema.ts';

const idSchema: Schema = {
  type: 'string',
  minLength: 1,
  maxLength: limits.messageIdLength,
  description: 'Id of a message of this chat.',
};
const shortText: Schema = { type: 'string', minLength: 1, maxLength: 1_000 };

/** Whom a message is for. */
export const recipientSchema: Schema = {
  type: 'string',
  pattern: '^([1-9][0-9]{6,14}|[0-9-]{8,40}@g\\.us|status@broadcast)$',
  description: 'A phone number, the id of a group, or status@broadcast for a status post.',
  'x-expects': 'a phone number with country code, a group id, or status@broadcast',
};

const file = (description: string, more: Record<string, Schema> = {}): ObjectSchema => ({
  type: 'object',
  description,
  properties: {
    base64: {
      type: 'string',
      minLength: 1,
      maxLength: limits.mediaBodyBytes,
      pattern: '^[A-Za-z0-9+/]+={0,2}$',
      'x-expects': 'base64',
      description: 'The file itself.',
    },
    path: {
      type: 'string',
      minLength: 1,
      maxLength: 4_096,
      description: 'Its path, inside the folder SANDBOX_FILES.',
    },
    mime: { type: 'string', minLength: 3, maxLength: 200, description: 'Absent: found out from the bytes.' },
    thumbnail: { type: 'string', maxLength: 100_000, description: 'A small JPEG, base64.' },
    ...more,
  },
});

const caption: Schema = { type: 'string', maxLength: limits.textLength };
const seconds: Schema = { type: 'integer', minimum: 0, maximum: 86_400 };
const pixels: Schema = { type: 'integer', minimum: 1, maximum: 100_000 };

const contact: ObjectSchema = {
  type: 'object',
  required: ['name'],
  properties: {
    name: shortText,
    numbers: { type: 'array', items: numberSchema, maxItems: 10 },
    vcard: {
      type: 'string',
      minLength: 1,
      maxLength: 20_000,
      description: 'As it is; absent: made of name and numbers.',
    },
  },
};

const optionSchema: Schema = { type: 'string', minLength: 1, maxLength: limits.pollOptionLength };

/** What a phone can write. */
export const messageSchema: ObjectSchema = {
  type: 'object',
  required: ['to'],
  properties: {
    to: recipientSchema,
    text: { type: 'string', minLength: 1, maxLength: limits.textLength },
    image: file('A picture; text beside it is its caption.', { caption, width: pixels, height: pixels }),
    video: file('A film.', {
      caption,
      seconds,
      width: pixels,
      height: pixels,
      gif: { type: 'boolean', description: 'Loops without sound.' },
    }),
    audio: file('A sound.', { seconds, voice: { type: 'boolean', description: 'A voice note.' } }),
    document: file('A document.', { caption, fileName: { type: 'string', minLength: 1, maxLength: 500 } }),
    sticker: file('A sticker (WebP).', { width: pixels, height: pixels }),
    location: {
      type: 'object',
      required: ['latitude', 'longitude'],
      properties: {
        latitude: { type: 'number', minimum: -90, maximum: 90 },
        longitude: { type: 'number', minimum: -180, maximum: 180 },
        name: shortText,
        address: shortText,
        caption: shortText,
        live: { type: 'boolean', description: 'It moves.' },
      },
    },
    contact,
    contacts: { type: 'array', items: contact, minItems: 1, maxItems: limits.contactCards },
    poll: {
      type: 'object',
      required: ['question', 'options'],
      properties: {
        question: shortText,
        options: { type: 'array', items: optionSchema, minItems: 2, maxItems: limits.pollOptions },
        choices: {
          type: 'integer',
          minimum: 0,
          maximum: limits.pollOptions,
          description: 'Absent: 1; 0: any number.',
        },
      },
    },
    vote: {
      type: 'object',
      description: 'Votes in a poll; no options takes the vote back.',
      required: ['id', 'options'],
      properties: {
        id: idSchema,
        options: { type: 'array', items: optionSchema, maxItems: limits.pollOptions },
        asker: {
          type: 'string',
          enum: ['pn', 'lid'],
          description: 'By which address the vote names who asked; absent: as the poll was addressed.',
        },
      },
    },
    reaction: {
      type: 'object',
      required: ['id', 'emoji'],
      properties: {
        id: idSchema,
        emoji: { type: 'string', maxLength: 40, description: 'Empty: takes the reaction back.' },
      },
    },
    edit: {
      type: 'object',
      required: ['id', 'text'],
      properties: { id: idSchema, text: { type: 'string', minLength: 1, maxLength: limits.textLength } },
    },
    delete: { type: 'object', description: 'For everyone.', required: ['id'], properties: { id: idSchema } },
    forward: {
      type: 'object',
      required: ['id', 'from'],
      properties: { id: idSchema, from: { ...recipientSchema, description: 'The chat that it stands in.' } },
    },
    list: {
      type: 'object',
      description: 'A list that a business offers.',
      required: ['text', 'button', 'rows'],
      properties: {
        text: shortText,
        button: shortText,
        title: shortText,
        rows: {
          type: 'array',
          minItems: 1,
          maxItems: limits.choices,
          items: {
            type: 'object',
            required: ['id', 'label'],
            properties: { id: shortText, label: shortText, detail: shortText },
          },
        },
      },
    },
    buttons: {
      type: 'object',
      description: 'Buttons that a business offers.',
      required: ['text', 'buttons'],
      properties: {
        text: shortText,
        footer: shortText,
        buttons: {
          type: 'array',
          minItems: 1,
          maxItems: limits.choices,
          items: {
            type: 'object',
            required: ['id', 'label'],
            properties: { id: shortText, label: shortText },
          },
        },
      },
    },
    raw: {
      type: 'object',
      description: "Any message in the JSON form of WhatsApp's protobuf `Message`; bytes are base64.",
      properties: {},
      'x-open': true,
    },
    preview: {
      type: 'object',
      description: 'The preview of a link in the text, as the author of the message made it.',
      required: ['url', 'title'],
      properties: {
        url: shortText,
        title: shortText,
        description: shortText,
        thumbnail: { type: 'string', maxLength: 100_000, description: 'A small JPEG, base64.' },
      },
    },
    replyTo: { ...idSchema, description: 'Id of a message of this chat that this one answers.' },
    mentions: {
      type: 'array',
      maxItems: limits.mentions,
      items: { type: 'string', minLength: 5, maxLength: 40 },
      description: 'Numbers or JIDs that the text names as @digits.',
    },
    forwarded: { type: 'boolean', description: 'Marked as forwarded.' },
    viewOnce: { type: 'boolean' },
    ephemeral: {
      type: 'integer',
      minimum: 1,
      maximum: 31_536_000,
      description: 'Seconds after which the message vanishes.',
    },
    ad: {
      type: 'object',
      description: 'The ad that the chat begins with (click to WhatsApp).',
      required: ['sourceId'],
      properties: {
        sourceId: shortText,
        title: shortText,
        body: shortText,
        sourceUrl: shortText,
        ctwaClid: shortText,
        sourceApp: shortText,
      },
    },
    as: {
      type: 'string',
      enum: ['unavailable'],
      description: 'The companions of the recipient get no content: they must ask their phone for it.',
    },
    at: {
      type: 'string',
      pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$',
      description: "Time on the author's phone; absent: now.",
      'x-expects': 'a time such as 2026-01-31T10:00:00Z',
    },
    addressing: {
      type: 'string',
      enum: ['pn', 'lid'],
      description: 'How the author is addressed: by number (absent) or by its LID.',
    },
    alternate: {
      type: 'boolean',
      description: 'Whether the recipient is told the other address too; absent: yes.',
    },
    id: {
      type: 'string',
      pattern: '^[A-Za-z0-9._-]{1,128}$',
      description: 'Id of the message; one that the author has used sends the same message again.',
      'x-expects': '1 to 128 letters, digits, dots, dashes or underscores',
    },
  },
};
