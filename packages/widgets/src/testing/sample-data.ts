import type { Conversation, Me, Media, Message, Session } from '../client/contract.ts';

/** The moment the samples are told at; stories and tests set their clock to it or give another. */
export const SAMPLE_NOW = Date.parse('2026-11-25T13:42:00.000Z');

const iso = (ms: number): string => new Date(ms).toISOString();
const words = (text: string): Message['content'] => ({ type: 'text', text });
const reason = (code: string, message: string, action: string): Session['reason'] =>
  ({ code, message, action }) as Session['reason'];
const ours = (name = 'Bia', id = 'mem_bia'): Partial<Message> => ({
  direction: 'outbound',
  author: { kind: 'member', id, name },
});

/** A message with everything a test does not care about filled in. */
export function sampleMessage(part: Partial<Message> & { id: string }): Message {
  const timestamp = part.timestamp ?? iso(SAMPLE_NOW);
  return {
    conversationId: 'conv_marina',
    caseId: null,
    sessionId: 'ses_front',
    direction: 'inbound',
    author: { kind: 'contact', id: 'ctc_marina', name: 'Marina Azevedo' },
    fromHistory: false,
    content: { type: 'text', text: 'Olá' },
    quoted: null,
    mentions: [],
    flags: [],
    reactions: [],
    editedAt: null,
    deletedAt: null,
    status: part.direction === 'outbound' ? 'delivered' : 'received',
    receipts: null,
    failure: null,
    whatsappId: `wa_${part.id}`,
    sendAt: null,
    revision: 1,
    createdAt: timestamp,
    updatedAt: timestamp,
    ...part,
    timestamp,
  };
}

/** A stored file without an address: `url` makes it one that can be opened. */
export function sampleMedia(part: Partial<Media> & { id: string }): Media {
  return {
    mimeType: 'image/jpeg',
    fileName: null,
    size: 90_000,
    thumbnail: null,
    state: 'stored',
    url: null,
    urlExpiresAt: null,
    ...part,
  };
}

/** A message of ours, by the attendant of the samples. */
export function sampleAnswer(part: Partial<Message> & { id: string }): Message {
  return sampleMessage({
    direction: 'outbound',
    author: { kind: 'member', id: 'mem_bia', name: 'Bia' },
    ...part,
  });
}

export function sampleSession(part: Partial<Session> & { id: string }): Session {
  return {
    name: 'Recepção',
    number: '+5511990000001',
    profileName: 'Clínica Vereda Clara',
    status: 'connected',
    reason: null,
    pairing: null,
    restrictions: [],
    history: null,
    health: {
      score: 100,
      state: 'good',
      since: iso(SAMPLE_NOW - 13 * 86_400_000),
      causes: [],
      gap: null,
    },
    settings: {
      proxy: null,
      calls: { reject: false, text: null },
      pacing: { perMinute: null, minPauseMs: 0, maxPauseMs: 0, typing: false, replies: false },
      appearOnline: false,
    },
    connectedAt: iso(SAMPLE_NOW - 13 * 86_400_000),
    lastSeenAt: iso(SAMPLE_NOW),
    revision: 1,
    createdAt: iso(SAMPLE_NOW - 30 * 86_400_000),
    updatedAt: iso(SAMPLE_NOW),
    ...part,
  };
}

export function sampleConversation(
  part: Partial<Conversation> & { id: string; name?: string; waitingMinutes?: number; now?: number },
): Conversation {
  const { name = 'Marina Azevedo', waitingMinutes, now = SAMPLE_NOW, ...rest } = part;
  const digits = String(1000 + (hash(part.id) % 9000));
  return {
    sessionId: 'ses_front',
    kind: 'direct',
    contact: { id: part.id.replace('conv', 'ctc'), name, number: `+551199000${digits}`, avatarUrl: null },
    group: null,
    case: {
      id: part.id.replace('conv', 'case'),
      status: 'open',
      openedAt: iso(now - 3_600_000),
      assigneeId: null,
      teamId: null,
      waitingSince: waitingMinutes === undefined ? null : iso(now - waitingMinutes * 60_000),
    },
    unreadCount: 0,
    lastMessage: null,
    tags: [],
    revision: 1,
    createdAt: iso(now - 86_400_000),
    updatedAt: iso(now - 3_600_000),
    ...rest,
  };
}

function hash(text: string): number {
  let sum = 7;
  for (let at = 0; at < text.length; at++) sum = (sum * 31 + text.charCodeAt(at)) >>> 0;
  return sum;
}

export function sampleMe(): Me {
  return {
    credential: 'embed_token',
    account: {
      id: 'acc_vereda',
      name: 'Clínica Vereda Clara',
      parentId: null,
      mode: 'test',
      status: 'active',
      country: 'BR',
      areaCode: '11',
      timeZone: 'America/Sao_Paulo',
      locale: 'pt-BR',
    } as Me['account'],
    member: { id: 'mem_bia', name: 'Bia', role: 'agent' } as Me['member'],
    user: null,
    apiKey: null,
    embed: null,
    permissions: [
      'account:read',
      'sessions:read',
      'sessions:pair',
      'sessions:remove',
      'sessions:write',
      'contacts:merge',
      'conversations:read',
      'conversations:write',
      'messages:send',
    ],
  };
}

/** The inbox of the mockups, told at `now`. */
export function sampleInbox(now = SAMPLE_NOW): {
  conversations: Conversation[];
  threads: Record<string, Message[]>;
} {
  const at = (minutes: number): string => iso(now - minutes * 60_000);
  const last = (id: string, text: string, minutes: number, part: Partial<Message> = {}): Message =>
    sampleMessage({
      id: `msg_${id}_last`,
      conversationId: `conv_${id}`,
      timestamp: at(minutes),
      content: { type: 'text', text },
      ...part,
    });
  const make = (
    id: string,
    name: string,
    lastMessage: Message,
    part: Partial<Parameters<typeof sampleConversation>[0]> = {},
  ): Conversation =>
    sampleConversation({
      id: `conv_${id}`,
      name,
      lastMessage,
      now,
      updatedAt: lastMessage.timestamp,
      ...part,
    });
  const media = {
    id: 'med_1',
    mimeType: 'audio/ogg',
    fileName: null,
    size: 9000,
    thumbnail: null,
    state: 'stored',
    url: null,
    urlExpiresAt: null,
  } as const;
  const conversations = [
    make('otilia', 'Otília Lacerda', last('otilia', 'Já é a terceira vez que pergunto do exame', 38), {
      waitingMinutes: 38,
      unreadCount: 4,
    }),
    make('marina', 'Marina Azevedo', last('marina', 'Consegue na quinta de manhã?', 8), {
      waitingMinutes: 8,
      unreadCount: 2,
    }),
    make(
      'joaquim',
      'Joaquim Prates',
      last('joaquim', '', 5, { content: { type: 'voice', media: { ...media, durationMs: 42_000 } } }),
      {
        waitingMinutes: 5,
        unreadCount: 1,
      },
    ),
    make(
      'dalva',
      'Dalva Figueira',
      last('dalva', '', 2, { content: { type: 'image', media, caption: 'Pedido do médico' } }),
      { waitingMinutes: 2, unreadCount: 1 },
    ),
    make('tadeu', 'Tadeu Cordeiro', last('tadeu', 'Pode ser no sábado também, se tiver', 1), {
      waitingMinutes: 1,
    }),
    make(
      'iracema',
      'Iracema Rocha',
      last('iracema', 'Agendado para 3/12, às 14:20', 11, { ...ours(), status: 'read' }),
    ),
    make(
      'vicente',
      'Vicente Salgueiro',
      last('vicente', 'O jejum é de oito horas', 30, { ...ours('Rui', 'mem_rui'), status: 'delivered' }),
    ),
    make(
      'nair',
      'Nair Barcelos',
      last('nair', 'Vou confirmar com a doutora', 44, { ...ours(), status: 'sent' }),
    ),
    make(
      'elza',
      'Elza Moreira',
      last('elza', 'segue o endereço', 62, {
        ...ours(),
        status: 'failed',
        failure: {
          code: 'session_removed',
          message: 'a Recepção ficou fora do ar',
          retryable: true,
        },
      }),
    ),
    make('bento', 'Bento Amoras', last('bento', 'Obrigado!', 1500)),
    make('celina', 'Celina Tavares', last('celina', 'Tudo certo, até lá', 2900)),
    make(
      'grupo',
      '',
      last('grupo', 'Chegou a escala de dezembro', 4400, {
        author: { kind: 'contact', id: 'ctc_x', name: 'Lia' },
      }),
      { kind: 'group', contact: null, group: { id: 'grp_1', subject: 'Equipe da manhã', avatarUrl: null } },
    ),
  ];
  return { conversations, threads: { conv_marina: sampleThread(now) } };
}

/** The thread of the mockups, as far as text goes. */
export function sampleThread(now = SAMPLE_NOW): Message[] {
  const at = (minutes: number): string => iso(now - minutes * 60_000);
  return [
    sampleMessage({
      id: 'msg_01',
      timestamp: at(1500),
      content: words('Bom dia! Vocês atendem o convênio Vida Plena?'),
    }),
    sampleAnswer({
      id: 'msg_02',
      timestamp: at(1490),
      status: 'read',
      content: words(
        'Atendemos sim, Marina. *Vida Plena* e também particular.\nMais em https://clinica.example/convenios',
      ),
    }),
    sampleMessage({
      id: 'msg_03',
      timestamp: at(28),
      content: words('Oi! Preciso remarcar meu retorno com a cardiologista.'),
    }),
    sampleMessage({
      id: 'msg_04',
      timestamp: at(26),
      content: {
        type: 'image',
        media: {
          id: 'med_2',
          mimeType: 'image/jpeg',
          fileName: null,
          size: 90_000,
          thumbnail: null,
          state: 'stored',
          url: null,
          urlExpiresAt: null,
        },
        caption: 'A carteirinha nova é esta, mudou o plano.',
      },
    }),
    sampleAnswer({
      id: 'msg_05',
      timestamp: at(21),
      status: 'read',
      quoted: {
        messageId: 'msg_04',
        author: { kind: 'contact', id: 'ctc_marina', name: 'Marina' },
        preview: 'A carteirinha nova é esta, mudou o plano.',
      },
      content: words(
        'Recebi, obrigada! O plano novo cobre o retorno sem custo. Qual período fica melhor para você?',
      ),
    }),
    sampleMessage({
      id: 'msg_06',
      timestamp: at(9),
      content: words('De manhã é melhor. E, se der, com a mesma médica.'),
    }),
    sampleMessage({ id: 'msg_07', timestamp: at(8), content: words('Consegue na quinta de manhã?') }),
  ];
}

const SAYINGS =
  'bom dia quero saber se ainda tem horário na quinta porque na sexta eu viajo e só volto depois do feriado'.split(
    ' ',
  );

/** A long thread: `count` messages, one a minute. */
export function longThread(count: number, now = SAMPLE_NOW): Message[] {
  return Array.from({ length: count }, (_, at) => {
    const length = 2 + ((at * 37) % 60);
    const content = {
      type: 'text' as const,
      text: `${at + 1}. ${Array.from({ length }, (_, word) => SAYINGS[(at + word) % SAYINGS.length]).join(' ')}`,
    };
    const part = {
      id: `msg_${String(at).padStart(6, '0')}`,
      timestamp: iso(now - (count - at) * 60_000),
      content,
    };
    return Math.floor(at / 3) % 2 ? sampleAnswer({ ...part, status: 'read' }) : sampleMessage(part);
  });
}

export function sampleSessions(now = SAMPLE_NOW): Session[] {
  const at = (minutes: number): string => iso(now - minutes * 60_000);
  const created = (day: number): string => iso(now - (100 - day) * 86_400_000);
  return [
    sampleSession({ id: 'ses_front', createdAt: created(1), history: { progress: 40 } }),
    sampleSession({
      id: 'ses_exams',
      name: 'Exames',
      number: '+5511990000002',
      connectedAt: at(180),
      restrictions: [{ code: 'reach_out_limited', until: at(-120) }],
      health: {
        score: 72,
        state: 'degraded',
        since: at(150),
        causes: [
          {
            code: 'waiting_for_phone',
            message: '3 mensagens esperam o celular. Abra o WhatsApp nele.',
            action: 'open_phone',
            since: at(150),
          },
          {
            code: 'reconnecting_often',
            message: 'A conexão caiu 6 vezes na última hora.',
            action: 'wait',
            since: at(40),
          },
        ],
        gap: {
          from: at(190),
          until: at(180),
          announced: { messages: 12, receipts: 5, notifications: 0 },
          received: 12,
          caughtUpAt: at(179),
        },
      },
      createdAt: created(2),
    }),
    sampleSession({
      id: 'ses_money',
      name: 'Financeiro',
      number: '+5511990000003',
      status: 'disconnected',
      reason: reason('connection_replaced', 'Outro programa usa este aparelho.', 'open_phone'),
      health: {
        score: 30,
        state: 'bad',
        since: at(12),
        causes: [
          {
            code: 'connection_replaced',
            message: 'Outro programa usa este aparelho e derruba a conexão.',
            action: 'open_phone',
            since: at(12),
          },
        ],
        gap: null,
      },
      lastSeenAt: at(12),
      createdAt: created(3),
    }),
    sampleSession({
      id: 'ses_after',
      name: 'Pós-venda',
      number: '+5521990000012',
      status: 'logged_out',
      reason: reason('device_removed', 'Removida no celular às 9:58.', 'pair_again'),
      health: {
        score: 0,
        state: 'bad',
        since: at(40),
        causes: [
          {
            code: 'link_ended',
            message: 'A ligação com o celular terminou. Nada entra nem sai até conectar de novo.',
            action: 'pair_again',
            since: at(40),
          },
        ],
        gap: null,
      },
      connectedAt: null,
      createdAt: created(4),
    }),
    sampleSession({
      id: 'ses_square',
      name: 'Loja da praça',
      number: null,
      profileName: null,
      status: 'pairing',
      reason: reason('waiting_for_scan', 'Esperando a leitura do código.', 'scan'),
      health: { score: null, state: 'unknown', since: at(1), causes: [], gap: null },
      connectedAt: null,
      createdAt: created(5),
    }),
  ];
}
