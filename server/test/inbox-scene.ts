import { inAccount } from '../src/db/database.ts';
import { newId, toTypeId } from '../src/db/ids.ts';
import { receiveMessages } from '../src/inbox/receive-message.ts';
import type { SeededAccount, TestServer } from './servers.ts';

export interface SceneSession {
  id: string;
  typeId: string;
}

export interface SceneConversation {
  id: string;
  typeId: string;
  contactId: string;
  contactTypeId: string;
  sessionId: string;
  number: string;
}

let numbers = 0;

/** A number that nobody else in this process got. */
export function newNumber(): string {
  numbers += 1;
  return `+55119${String(70_000_000 + numbers)}`;
}

/** A session in the database, as if a gateway had connected it. */
export async function makeSession(
  server: TestServer,
  account: Pick<SeededAccount, 'id'>,
  values: { status?: string; name?: string } = {},
): Promise<SceneSession> {
  const id = newId();
  await server.db.asOwner(
    `insert into sessions (account_id, id, name, number, transport, status) values ($1, $2, $3, $4, 'sandbox', $5)`,
    [account.id, id, values.name ?? 'Recepção', newNumber(), values.status ?? 'connected'],
  );
  return { id, typeId: toTypeId('ses', id) };
}

/** A customer writes, by the way that messages really come in; answers their conversation. */
export async function customerWrites(
  server: TestServer,
  options: {
    account: Pick<SeededAccount, 'id'>;
    session: SceneSession;
    number?: string;
    profileName?: string;
    text?: string;
    texts?: string[];
    at?: Date;
  },
): Promise<SceneConversation> {
  const { account, session } = options;
  const number = options.number ?? newNumber();
  const seal = await server.running.app.sealing.forAccount(account.id);
  const party = { lid: null, number, profileName: options.profileName ?? null };
  await inAccount(server.running.app.database, account.id, (tx) =>
    receiveMessages(tx, {
      sessionId: session.id,
      seal,
      messages: (options.texts ?? [options.text ?? 'Bom dia']).map((text) => ({
        whatsappId: newId(),
        fromMe: false,
        groupJid: null,
        party,
        timestamp: options.at ?? new Date(),
        content: { type: 'text', text },
        isPlaceholder: false,
        flags: [],
        quoted: null,
        encoded: null,
      })),
    }),
  );
  return conversationWith(server, { account, session, number });
}

/** The conversation of a session with a number. */
export async function conversationWith(
  server: TestServer,
  options: { account: Pick<SeededAccount, 'id'>; session: SceneSession; number: string },
): Promise<SceneConversation> {
  const [row] = await server.db.asOwner<{ id: string; contact_id: string }>(
    `select v.id, v.contact_id from conversations v
     join identities i on i.account_id = v.account_id and i.contact_id = v.contact_id
     where v.account_id = $1 and v.session_id = $2 and i.kind = 'number' and i.value = $3`,
    [options.account.id, options.session.id, options.number],
  );
  if (!row) throw new Error(`There is no conversation with ${options.number}.`);
  return {
    id: row.id,
    typeId: toTypeId('conv', row.id),
    contactId: row.contact_id,
    contactTypeId: toTypeId('ctc', row.contact_id),
    sessionId: options.session.id,
    number: options.number,
  };
}

/** Gives the open case of a conversation to a member, or to nobody, without telling anybody. */
export async function assign(
  server: TestServer,
  conversation: Pick<SceneConversation, 'id'>,
  memberId: string | null,
): Promise<void> {
  await server.db.asOwner(
    `update cases k set assignee_id = $2 from conversations v
     where v.id = $1 and k.account_id = v.account_id and k.id = v.case_id`,
    [conversation.id, memberId],
  );
}
