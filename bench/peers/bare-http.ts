// The baseline of `send`: a bare Fastify handler that validates the same body and makes one INSERT, answered after
// its commit. No accounts, no credential, no idempotency, no conversation, no event.
import Fastify from 'fastify';
import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
await pool.query(`create table messages (
  id uuid primary key default uuidv7(),
  recipient text not null,
  content jsonb not null,
  created_at timestamptz not null default now()
)`);
await pool.query('create index messages_recipient on messages (recipient, created_at)');

const content = {
  type: 'object',
  required: ['type', 'text'],
  additionalProperties: false,
  properties: {
    type: { const: 'text' },
    text: { type: 'string', minLength: 1, maxLength: 4_096 },
  },
} as const;
const recipient = { type: 'string', pattern: String.raw`^\+[1-9][0-9]{6,14}$` } as const;

const app = Fastify();
app.post(
  '/v1/send-message',
  {
    schema: {
      body: {
        type: 'object',
        required: ['to', 'content'],
        additionalProperties: false,
        properties: { to: recipient, content },
      },
      response: {
        202: {
          type: 'object',
          required: ['id', 'to', 'content', 'status', 'createdAt'],
          properties: {
            id: { type: 'string' },
            to: recipient,
            content,
            status: { type: 'string' },
            createdAt: { type: 'string' },
          },
        },
      },
    },
  },
  async (request, reply) => {
    const { to, content: words } = request.body as { to: string; content: object };
    const { rows } = await pool.query<{ id: string; created_at: Date }>({
      name: 'insert',
      text: 'insert into messages (recipient, content) values ($1, $2) returning id, created_at',
      values: [to, words],
    });
    const { id, created_at } = rows[0]!;
    return reply
      .code(202)
      .send({ id, to, content: words, status: 'queued', createdAt: created_at.toISOString() });
  },
);
const url = await app.listen({ host: '127.0.0.1', port: 0 });
console.log(JSON.stringify({ url }));
process.once(
  'SIGTERM',
  () =>
    void app
      .close()
      .then(() => pool.end())
      .then(() => process.exit(0)),
);
