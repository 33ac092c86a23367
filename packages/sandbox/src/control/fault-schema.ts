import { limits } from '../limits.ts';
import { faultKinds, type FaultKind, type FaultRequest } from '../world/faults.ts';
import { numberSchema } from './phone-routes.ts';
import type { ObjectSchema, Schema } from './schema.ts';

/** Which fields each kind takes, beside `kind`, `number`, `device`, `times`, `probability` and `seed`. */
export const fieldsOf: Record<FaultKind, readonly (keyof FaultRequest)[]> = {
  drop: ['on', 'messageId'],
  silent_ack: ['delivered'],
  ack_error: ['code'],
  redelivery: ['copies', 'messageId'],
  retry_request: ['messageId', 'askAfterMs', 'copies'],
  login_failure: ['reason'],
  upgrade_status: ['status'],
  stream_error: ['code'],
  query: ['xmlns', 'child', 'code'],
  media: ['on', 'status', 'delayMs', 'truncate'],
  media_retry: ['result'],
  phone_silent: [],
  clock_skew: ['offsetMs'],
  latency: ['delayMs', 'jitterMs'],
  delivery: ['effect', 'stanza', 'messageId', 'delayMs', 'forever'],
  corrupt_enc: ['messageId'],
  pre_keys_consumed: ['keep'],
  identity_change: [],
  reachout_limit: ['seconds'],
  new_chat_quota: ['quota'],
  qr_expired: [],
  deaf: ['pings', 'seconds'],
  ban: ['reason', 'seconds'],
  replaced: ['afterOpenMs'],
  passkey_request: [],
  bad_frame: ['shape'],
};

/** Fields that all kinds take. */
export const commonFields = new Set<string>(['kind', 'number', 'device', 'times', 'probability', 'seed']);

/** Fields without which a kind means nothing. */
export const requiredOf: Partial<Record<FaultKind, readonly (keyof FaultRequest)[]>> = {
  query: ['xmlns'],
  clock_skew: ['offsetMs'],
  latency: ['delayMs'],
  delivery: ['effect'],
  new_chat_quota: ['quota'],
  identity_change: ['number'],
};

const milliseconds = (description: string): Schema => ({
  type: 'integer',
  minimum: 0,
  maximum: 86_400_000,
  description,
});
const httpCode = (description: string): Schema => ({
  type: 'integer',
  minimum: 400,
  maximum: 599,
  description,
});

/** What can be asked of `POST /faults`. */
export const faultSchema: ObjectSchema = {
  type: 'object',
  required: ['kind'],
  properties: {
    kind: { type: 'string', enum: faultKinds },
    number: { ...numberSchema, description: 'The phone that it concerns; absent: any.' },
    device: { type: 'integer', minimum: 0, maximum: 1_000, description: 'One device of it.' },
    times: {
      type: 'integer',
      minimum: 0,
      maximum: 1_000_000,
      description:
        'How often; absent: once, or, for what is a state, until it is deleted; 0: until it is deleted.',
    },
    probability: { type: 'number', minimum: 0, maximum: 1, description: 'Chance each time; absent: always.' },
    seed: {
      type: 'integer',
      minimum: 0,
      maximum: 4_294_967_295,
      description: 'Makes the chances repeatable.',
    },
    on: {
      type: 'string',
      enum: ['now', 'handover', 'send', 'accepted', 'upload', 'download'],
      description:
        'drop: now (absent), after a message was handed over, when the client sends one (it is lost), or when one was accepted and not yet acknowledged. media: download (absent) or upload.',
    },
    delivered: {
      type: 'boolean',
      description: 'silent_ack: false loses the message; absent: it is delivered.',
    },
    copies: {
      type: 'integer',
      minimum: 2,
      maximum: 10_000,
      description:
        'redelivery: copies in all; absent: 2. retry_request, with messageId: it asks so often, as no honest phone does.',
    },
    messageId: {
      type: 'string',
      minLength: 1,
      maxLength: limits.messageIdLength,
      description: 'Only this message.',
    },
    askAfterMs: milliseconds('retry_request: wait before asking.'),
    reason: httpCode('login_failure (absent: 503) and ban (absent: 403): the reason of the refusal.'),
    status: httpCode(
      'upgrade_status (absent: 503) and media: HTTP status. A link of a file stays dead with it.',
    ),
    code: {
      type: 'string',
      pattern: '^[0-9]{3}$',
      description: 'ack_error (absent: 463), stream_error (absent: 503), query (absent: silence).',
      'x-expects': 'three digits',
    },
    xmlns: {
      type: 'string',
      minLength: 1,
      maxLength: 100,
      description: 'query: which queries, such as usync or encrypt.',
    },
    child: {
      type: 'string',
      minLength: 1,
      maxLength: 100,
      description: 'query: only those with this first child, such as key.',
    },
    delayMs: milliseconds(
      'latency: of each frame, both ways. media: before the answer. delivery: of what comes late.',
    ),
    jitterMs: milliseconds('latency: up to so much more, by chance.'),
    truncate: { type: 'boolean', description: 'media: the line breaks half-way.' },
    result: {
      type: 'string',
      enum: ['not_found', 'error', 'silent'],
      description: 'media_retry: what the phone says to a request for a new upload; absent: not_found.',
    },
    offsetMs: {
      type: 'integer',
      minimum: -31_536_000_000,
      maximum: 31_536_000_000,
      description: 'clock_skew: how far the clock of the phone that writes is ahead.',
    },
    effect: {
      type: 'string',
      enum: ['lost', 'late', 'swap', 'twice'],
      description: 'delivery: it is not sent, sent after delayMs, sent after the next one, or sent twice.',
    },
    stanza: {
      type: 'string',
      enum: ['message', 'receipt', 'notification'],
      description: 'delivery: of what; absent: of messages.',
    },
    forever: {
      type: 'boolean',
      description: 'delivery: what is lost does not come at the next login either.',
    },
    keep: {
      type: 'integer',
      minimum: 0,
      maximum: 1_000,
      description: 'pre_keys_consumed: how many stay; absent: 0.',
    },
    seconds: {
      type: 'integer',
      minimum: 1,
      maximum: 31_536_000,
      description: 'reachout_limit, ban, deaf: it ends after so long.',
    },
    quota: {
      type: 'integer',
      minimum: 0,
      maximum: 100_000,
      description: 'new_chat_quota: chats that may be begun.',
    },
    pings: { type: 'boolean', description: 'deaf: whether keep-alives are still answered; absent: yes.' },
    shape: {
      type: 'string',
      enum: ['garbage', 'giant', 'unreadable'],
      description:
        'bad_frame: bytes that are not encrypted (absent), 16 MB of them, or a frame that opens and holds no stanza.',
    },
    afterOpenMs: milliseconds('replaced: so long after each login; absent: now.'),
  },
};
