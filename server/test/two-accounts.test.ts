import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operations } from '../src/http/contract-tables.gen.ts';
import { ids, type Rows, send, unknownRows, WITHOUT_ACCOUNT } from './contract-calls.ts';
import { PORTAL } from './credentials.ts';
import { customerWrites, makeSession, type SceneSession } from './inbox-scene.ts';
import { download } from './media-files.ts';
import { plantRows } from './planted-rows.ts';
import { follow, type RealtimeClient } from './realtime-client.ts';
import { type Reply, type SeededAccount, type SeededAgency, testServer, type TestServer } from './servers.ts';

/** One of the two: all its data carries its mark, and nothing that it is told may carry the other's. */
interface Side {
  agency: SeededAgency;
  account: SeededAccount;
  mark: string;
  /** Answers that held its own mark: without any the test would show nothing. */
  ownSeen: number;
  others: string[];
  session: SceneSession;
  rows: Rows;
  tokens: { token: string; headers?: Record<string, string> }[];
  socket: RealtimeClient;
  conversations: string[];
  files: string[];
}

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server?.stop());

/** A small generator of our own (mulberry32), so that a failure comes again with its seed. */
function randomly(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

test.each([
  [1, 0],
  [20_261_125, 1],
] as const)(
  'two accounts do anything in any order, and none is ever told a byte of the other: seed %i',
  { timeout: 180_000 },
  async (seed, which) => {
    const pick = randomly(seed);
    const agency = server.agencies[which];
    const [first, second] = agency.clients;
    const marks = [`marca-sol-${seed}-qx`, `marca-mar-${seed}-zw`] as const;
    const sides = [
      await makeSide(agency, first, marks[0], [marks[1], second.typeId]),
      await makeSide(agency, second, marks[1], [marks[0], first.typeId]),
    ] as const;
    const steps = Object.entries(STEPS);
    for (let step = 0; step < 120; step += 1) {
      const side = sides[pick(2)]!;
      const [name, run] = steps[pick(steps.length)]!;
      for (const reply of await run(side, pick)) expectNothing(reply, side, `${name}, step ${step}`);
    }
    for (const side of sides) await readEverything(side);
    for (const { socket, others } of sides) {
      const told = JSON.stringify(socket.frames);
      for (const foreign of others)
        expect(told.includes(foreign), `a socket was told ${foreign}`).toBe(false);
      expect(socket.events().length).toBeGreaterThan(5);
    }
    for (const { account, mark, others } of sides) {
      const [foreign] = others;
      const folder = join(server.running.app.config.dataFolder, 'media', account.id);
      const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      );
      const contents = files
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
        .join('');
      expect(contents.includes(mark)).toBe(true);
      expect(contents.includes(foreign!)).toBe(false);
    }
    for (const { ownSeen } of sides) expect(ownSeen).toBeGreaterThan(20);
    const log = server.log.join('');
    for (const mark of marks) expect(log.includes(mark), `${mark} stands in the log`).toBe(false);
  },
);

async function makeSide(
  agency: SeededAgency,
  account: SeededAccount,
  mark: string,
  others: string[],
): Promise<Side> {
  const session = await makeSession(server, account, { name: mark });
  const planted = await plantRows(server.db, account.id, mark);
  const embed = await server.embed({
    agency,
    account,
    externalId: 'the-same-person',
    role: 'admin',
    components: { inbox: {}, sessions: {} },
  });
  const admin = await server.signIn(account.members.admin);
  return {
    agency,
    account,
    ownSeen: 0,
    mark,
    others,
    session,
    rows: { ...unknownRows(), ...planted, accountId: account.typeId },
    tokens: [
      { token: admin },
      { token: account.apiKey },
      { token: embed.token, headers: { origin: PORTAL } },
      { token: agency.apiKey, headers: { 'metahub-account': account.typeId } },
    ],
    socket: await follow(server, { token: admin, after: 0 }),
    conversations: [],
    files: [],
  };
}

type Pick = (below: number) => number;

/** What may happen. Numbers, keys and people outside are the same for both: that is where walls would leak. */
const STEPS: Record<string, (side: Side, pick: Pick) => Promise<Reply[]>> = {
  async 'a customer writes'(side, pick) {
    const number = `+55119888800${10 + pick(5)}`;
    const text = `${side.mark} diz ${pick(1000)}`;
    const { typeId } = await customerWrites(server, {
      ...side,
      number,
      text,
      profileName: `Cliente ${side.mark}`,
    });
    side.conversations.push(typeId);
    return [];
  },
  async 'a message is sent'(side, pick) {
    const to = `+55119888800${10 + pick(5)}`;
    return [
      await as(side, pick, 'POST', '/send-message', {
        body: {
          to,
          sessionId: side.session.typeId,
          content: { type: 'text', text: `${side.mark} responde` },
        },
        headers: { 'idempotency-key': `key-${pick(8)}` },
      }),
    ];
  },
  async 'a contact is named'(side, pick) {
    const list = await as(side, pick, 'GET', '/contacts');
    const contact = list.body.data?.[pick(list.body.data.length || 1)];
    if (!contact) return [list];
    const named = await as(side, pick, 'PATCH', `/contacts/${contact.id}`, {
      body: { name: `${side.mark} ${pick(100)}` },
      headers: { 'if-match': '*' },
    });
    return [list, named];
  },
  async 'a thread is read'(side, pick) {
    const id = side.conversations[pick(side.conversations.length || 1)];
    if (!id) return [];
    return Promise.all([
      as(side, pick, 'GET', `/conversations/${id}`),
      as(side, pick, 'GET', `/conversations/${id}/messages`, { query: { limit: 200 } }),
    ]);
  },
  async "the other's mark is searched for"(side, pick) {
    const query = { q: side.others[0]! };
    const replies = await Promise.all([
      as(side, pick, 'GET', '/conversations', { query }),
      as(side, pick, 'GET', '/contacts', { query }),
    ]);
    for (const { status, body } of replies) expect([status, body.data]).toEqual([200, []]);
    return replies;
  },
  async "the other's conversation is asked for"(side, pick) {
    const replies = await Promise.all(
      ['', '/messages'].map((path) =>
        as(side, pick, 'GET', `/conversations/${side.rows.conversationId}${path}`),
      ),
    );
    return replies;
  },
  async 'a file is uploaded and fetched'(side, pick) {
    const made = await as(side, pick, 'POST', '/media', {
      body: `%PDF-1.4 ${side.mark}`,
      headers: { 'content-type': 'application/octet-stream' },
      query: { fileName: `${side.mark}.pdf` },
    });
    if (made.status !== 201) return [made];
    side.files.push(made.body.url);
    const url = side.files[pick(side.files.length)]!;
    const file = await download(server, url);
    return [
      made,
      { status: file.status, headers: file.headers, body: Buffer.from(file.bytes).toString('latin1') },
    ];
  },
  async 'an embed session is minted for the same person'(side) {
    const embed = await server.embed({
      agency: side.agency,
      account: side.account,
      externalId: 'the-same-person',
      role: 'admin',
      components: { inbox: {}, sessions: {} },
    });
    side.tokens[2] = { token: embed.token, headers: { origin: PORTAL } };
    return [];
  },
  async 'a key is made, the same address invited, and the audit read'(side, pick) {
    const body = { name: side.mark, scopes: ['contacts:read'] };
    return [
      await server.call('POST', '/api-keys', { token: side.account.apiKey, body }),
      await server.call('POST', '/invitations', {
        token: side.account.apiKey,
        body: { email: 'same@example.com', role: 'agent' },
      }),
      await server.call('GET', '/audit', { token: side.account.apiKey, query: { limit: 1 + pick(200) } }),
      await server.call('GET', '/audit/export', {
        token: side.account.apiKey,
        query: { format: pick(2) ? 'csv' : 'ndjson' },
      }),
    ];
  },
  async 'events are polled'(side, pick) {
    return [await as(side, pick, 'GET', '/events', { query: { after: pick(20), limit: 200 } })];
  },
};

/** Calls as one of the account's credentials. */
function as(side: Side, pick: Pick, method: string, path: string, call: object = {}): Promise<Reply> {
  const credential = side.tokens[pick(side.tokens.length)]!;
  const { headers, ...rest } = call as { headers?: Record<string, string> };
  return server.call(method, path, {
    ...rest,
    token: credential.token,
    headers: { ...headers, ...credential.headers },
  });
}

/** Every read of the contract, as every credential. */
async function readEverything(side: Side): Promise<void> {
  for (const call of side.tokens)
    for (const id of ids) {
      if (operations[id].method !== 'GET' || WITHOUT_ACCOUNT.has(id)) continue;
      // What an agency reads across its clients is their list and what they use.
      if (call === side.tokens[3] && !('metahub-account' in (call.headers ?? {}))) continue;
      if (['listAccounts', 'listAccountUsage', 'listErasureReceipts'].includes(id)) continue;
      expectNothing(await send(server, { id, rows: side.rows, call }), side, id);
    }
}

function expectNothing(reply: Reply, side: Side, told: string): void {
  const text =
    (typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body)) +
    JSON.stringify([...reply.headers]);
  if (text.includes(side.mark)) side.ownSeen += 1;
  for (const foreign of side.others)
    expect(text.includes(foreign), `${told} tells ${side.mark} of ${foreign}: ${text.slice(0, 400)}`).toBe(
      false,
    );
  expect(reply.status, `${told}: ${text.slice(0, 300)}`).toBeLessThan(500);
}
