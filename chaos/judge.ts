import type { Promised } from './traffic.ts';

/** What the network's ledger says of a message on its way in. */
export interface LedgerEntry {
  acknowledged: boolean;
  /** Its place among all that the network handed over, by the last time. */
  handOver: number;
  /** How the network and its author dated it; milliseconds of the network's clock, which may have jumped. */
  acceptedAt: number;
  stampedAt: number;
}

/** A message as the inbox shows it by the API. */
export interface InboxMessage {
  text: string;
  whatsappId: string;
  status: string;
  retryable: boolean;
  /** Of a file: the hash of what its link gave; the state when there is no link. */
  file: string | null;
}

/** A message as a phone shows it. */
export interface ScreenMessage {
  text: string;
  sha256: string | null;
}

/** All that is known after the dust has settled. */
export interface Evidence {
  /** By the author's number and the id. */
  ledger: ReadonlyMap<string, LedgerEntry>;
  /** Ids that a linked number sent, in the order in which the network took them first. */
  sentOrder: ReadonlyMap<string, readonly string[]>;
  /** By conversation, in the order of its thread. */
  threads: ReadonlyMap<string, readonly InboxMessage[]>;
  /** What each person's phone shows of a line, by `screenKey`. */
  screens: ReadonlyMap<string, readonly ScreenMessage[]>;
  /** API ids of messages that failed at some time and were sent again by a person: their turn is another one. */
  sentAgain: ReadonlySet<string>;
  /** WhatsApp ids of messages that the network took and lost: only a later sending could arrive. */
  swallowed: ReadonlySet<string>;
}

export type Flaw = 'lost' | 'doubled' | 'out of order';

export interface Finding {
  flaw: Flaw;
  message: Promised;
  because: string;
}

export function ledgerKey(from: string, id: string): string {
  return `${from}:${id}`;
}

export function screenKey(person: string, peer: string): string {
  return `${person}:${peer}`;
}

/** Everything that is wrong; empty when nothing is. */
export function judge(promised: readonly Promised[], evidence: Evidence): Finding[] {
  const counts = countTexts(evidence);
  const findings: Finding[] = [];
  for (const message of promised) {
    const wrong = message.way === 'in' ? judgeIn(message, evidence, counts) : judgeOut(message, evidence);
    findings.push(...wrong);
  }
  const lines = Map.groupBy(promised, ({ way, line, from }) => `${way} ${line.name} ${from}`);
  for (const written of lines.values()) {
    const inOrder = written.toSorted((a, b) => a.place - b.place);
    findings.push(
      ...(inOrder[0]!.way === 'in' ? judgeOrderIn(inOrder, evidence) : judgeOrderOut(inOrder, evidence)),
    );
  }
  return findings;
}

/** How often a text is in any conversation: a copy in a wrong one is doubled too. */
function countTexts({ threads }: Evidence): Map<string, number> {
  const counts = new Map<string, number>();
  for (const thread of threads.values()) {
    for (const { text } of thread) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return counts;
}

function judgeIn(message: Promised, evidence: Evidence, counts: Map<string, number>): Finding[] {
  const shown = evidence.threads.get(message.line.conversationId)?.find(({ text }) => text === message.text);
  const entry = evidence.ledger.get(ledgerKey(message.from, message.whatsappId));
  const found = (flaw: Flaw, because: string): Finding[] => [{ flaw, message, because }];
  if (!entry) return found('lost', 'the network does not know it');
  if (!shown)
    return found('lost', entry.acknowledged ? 'acknowledged, and not in the inbox' : 'not in the inbox');
  if (!entry.acknowledged) return found('lost', 'in the inbox, and never acknowledged');
  if (message.sha256 && shown.file !== message.sha256) return found('lost', `its file: ${shown.file}`);
  const count = counts.get(message.text) ?? 0;
  return count > 1 ? found('doubled', `${count} times in the inbox`) : [];
}

function judgeOut(message: Promised, evidence: Evidence): Finding[] {
  const findings: Finding[] = [];
  const kept = evidence.threads.get(message.line.conversationId)?.filter(({ text }) => text === message.text);
  if (kept?.length !== 1)
    findings.push({
      flaw: kept?.length ? 'doubled' : 'lost',
      message,
      because: `${kept?.length ?? 0} in the inbox`,
    });
  // Told clearly that it was not sent, and that it can't be: that is no promise broken.
  else if (kept[0]!.status === 'failed' && !kept[0]!.retryable) return findings;
  else if (kept[0]!.status === 'queued' || kept[0]!.status === 'failed')
    findings.push({ flaw: 'lost', message, because: `still ${kept[0]!.status}` });
  for (const person of message.line.people) {
    const seen = screenOf(evidence, message, person).filter(({ text }) => text === message.text);
    if (seen.length === 0) findings.push({ flaw: 'lost', message, because: `not on the phone of ${person}` });
    else if (seen.length > 1)
      findings.push({ flaw: 'doubled', message, because: `${seen.length} times on the phone of ${person}` });
    else if (message.sha256 && seen[0]!.sha256 !== message.sha256)
      findings.push({ flaw: 'lost', message, because: `its file on the phone of ${person}` });
  }
  return findings;
}

function screenOf({ screens }: Evidence, { line }: Promised, person: string): readonly ScreenMessage[] {
  return screens.get(screenKey(person, line.isGroup ? line.peer : line.session.number)) ?? [];
}

/** In the thread as it was written, but where the network itself gave or dated it otherwise. */
function judgeOrderIn(written: Promised[], evidence: Evidence): Finding[] {
  const thread = evidence.threads.get(written[0]!.line.conversationId) ?? [];
  const places = new Map(thread.map(({ text }, index) => [text, index]));
  const entryOf = (message: Promised) => evidence.ledger.get(ledgerKey(message.from, message.whatsappId));
  return written.slice(1).flatMap((message, index) => {
    const before = written[index]!;
    const [first, second] = [places.get(before.text), places.get(message.text)];
    if (first === undefined || second === undefined || first < second) return [];
    const [earlier, later] = [entryOf(before)!, entryOf(message)!];
    const networkDidIt = earlier.handOver > later.handOver || secondOf(earlier) > secondOf(later);
    return networkDidIt
      ? []
      : [{ flaw: 'out of order' as const, message, because: `stands before "${before.text}"` }];
  });
}

/** The second by which a thread is sorted: the author's, unless that is more than a minute ahead. */
function secondOf({ stampedAt, acceptedAt }: LedgerEntry): number {
  return Math.floor((stampedAt > acceptedAt + 60_000 ? acceptedAt : stampedAt) / 1_000);
}

/** Taken by the network in the order in which the API accepted them. */
function judgeOrderOut(written: Promised[], evidence: Evidence): Finding[] {
  const order = evidence.sentOrder.get(written[0]!.line.session.number) ?? [];
  const places = new Map(order.map((id, index) => [id, index]));
  const plain = written.filter(
    ({ messageId, whatsappId }) =>
      !evidence.sentAgain.has(messageId!) && !evidence.swallowed.has(whatsappId) && places.has(whatsappId),
  );
  return plain.slice(1).flatMap((message, index) => {
    const before = plain[index]!;
    return places.get(before.whatsappId)! < places.get(message.whatsappId)!
      ? []
      : [{ flaw: 'out of order' as const, message, because: `the network had it before "${before.text}"` }];
  });
}
