import { createHash } from 'node:crypto';
import type { LedgerRow } from '../server/test/phones.ts';
import type { Evidence, InboxMessage, LedgerEntry, ScreenMessage } from './judge.ts';
import { ledgerKey, screenKey } from './judge.ts';
import type { Line, World } from './world.ts';

interface ApiMessage {
  id: string;
  whatsappId: string;
  status: string;
  failure: { retryable: boolean } | null;
  createdAt: string;
  content: { text?: string; caption?: string; media?: { state: string; url: string | null } };
}

interface Bubble {
  id: string;
  from: string;
  fromMe: boolean;
  text: string | null;
  at: string;
  media?: { sha256: string };
}

/** Files whose hash is known: what a link gives doesn't change. */
const hashes = new Map<string, string>();

/** Asks the network, the phones and the API what they have of a run that began at `since`. */
export async function gatherEvidence(
  world: World,
  known: { since: Date } & Pick<Evidence, 'sentAgain' | 'swallowed'>,
): Promise<Evidence> {
  const ledger = new Map<string, LedgerEntry>();
  const sentOrder = new Map<string, string[]>();
  const stamps = new Map<string, number>();
  const screens = new Map<string, ScreenMessage[]>();
  for (const line of world.lines) {
    for (const person of line.people) {
      const bubbles = await chatOf(world, line, person);
      for (const { id, from, fromMe, at } of bubbles)
        if (fromMe) stamps.set(ledgerKey(from, id), Date.parse(at));
      const received = bubbles.filter(({ fromMe }) => !fromMe);
      screens.set(
        screenKey(person, line.isGroup ? line.peer : line.session.number),
        received.map(({ text, media }) => ({ text: text ?? '', sha256: media?.sha256 ?? null })),
      );
    }
  }
  for (const { number } of world.numbers) {
    const rows = await world.phones.ledger(number);
    sentOrder.set(
      number,
      rows.filter(({ from }) => from === number).map(({ id }) => id),
    );
    for (const row of rows)
      if (row.from !== number) ledger.set(ledgerKey(row.from, row.id), entryOf(row, stamps));
  }
  const threads = new Map<string, InboxMessage[]>();
  for (const line of world.lines) threads.set(line.conversationId, await threadOf(world, line, known.since));
  const { sentAgain, swallowed } = known;
  return { ledger, sentOrder, threads, screens, sentAgain, swallowed };
}

async function chatOf(world: World, line: Line, person: string): Promise<Bubble[]> {
  const peer = line.isGroup ? line.peer : line.session.number;
  const { data } = await world.phones.call<{ data: Bubble[] }>(
    'GET',
    `/phones/${person}/chats/${peer}/messages`,
  );
  return data;
}

function entryOf(row: LedgerRow, stamps: ReadonlyMap<string, number>): LedgerEntry {
  const acceptedAt = Date.parse(row.acceptedAt);
  return {
    acknowledged: row.acknowledgedAt !== null,
    handOver: row.handOver ?? 0,
    acceptedAt,
    stampedAt: stamps.get(ledgerKey(row.from, row.id)) ?? acceptedAt,
  };
}

/** What the API shows of a conversation since then, oldest first. */
async function threadOf(world: World, line: Line, since: Date): Promise<InboxMessage[]> {
  const { token } = line.session.account;
  const pages: ApiMessage[] = [];
  for (let before: string | null = ''; before !== null; ) {
    const page: { data: ApiMessage[]; prevCursor: string | null } = await world.hub.ask({
      token,
      path: `/conversations/${line.conversationId}/messages?limit=200${before && `&before=${before}`}`,
    });
    pages.unshift(...page.data);
    const isOlder = page.data.length > 0 && page.data.every(({ createdAt }) => new Date(createdAt) < since);
    before = isOlder ? null : page.prevCursor;
  }
  const messages: InboxMessage[] = [];
  for (const { whatsappId, status, failure, content } of pages) {
    messages.push({
      text: content.text ?? content.caption ?? '',
      whatsappId,
      status,
      retryable: failure?.retryable ?? false,
      file: content.media ? await fileOf(world, whatsappId, content.media) : null,
    });
  }
  return messages;
}

async function fileOf(
  world: World,
  whatsappId: string,
  { state, url }: { state: string; url: string | null },
): Promise<string> {
  const known = hashes.get(whatsappId);
  if (known) return known;
  if (!url) return state;
  const bytes = await world.hub.download(url);
  const hash = createHash('sha256').update(bytes).digest('hex');
  hashes.set(whatsappId, hash);
  return hash;
}
