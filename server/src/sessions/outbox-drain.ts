import { setTimeout as sleep } from 'node:timers/promises';
import type { proto } from '@whiskeysockets/baileys';
import type { Logger } from 'pino';
import { type Database, inAccount } from '../db/database.ts';
import type { AccountSeal, Sealing } from '../db/seal.ts';
import type { Media } from '../media/media.ts';
import type { Slots } from '../media/slots.ts';
import { moveIdentity } from '../contacts/resolve-identity.ts';
import { finishChanges } from '../inbox/finish-changes.ts';
import type { Baileys, Stanza, WASocket } from './baileys.ts';
import { encodeChange, refusalOf } from './encode-change.ts';
import { GroupSizes } from './group-sizes.ts';
import { jidOfLid, jidOfNumber, parseJid } from './jid.ts';
import type { Outgoing } from '../net/outgoing.ts';
import type { Clock } from './clock.ts';
import type { Pacer } from './pacer.ts';
import { sessionLimits } from './limits.ts';
import type { ReceiptGatherer } from './receipt-gatherer.ts';
import { resolveNumber } from './resolve-number.ts';
import type { SessionMeter } from './health/session-meter.ts';
import type { Restrictions } from './restrictions.ts';
import { failureOfAck, type SendFailure, type SendFailureCode, sendFailure } from './send-failures.ts';
import { addPreview, linkToPreview } from './link-preview/add-preview.ts';
import { FileGoneError, lacksFile, sendFile } from './send-file.ts';
import { setTimer } from './set-timer.ts';
import { type QueuedRow, takeQueued } from './take-queued.ts';
import type { OwnedSession } from './vault-storage.ts';

export interface OutboxOptions {
  database: Database;
  sealing: Sealing;
  owned: OwnedSession;
  log: Logger;
  receipts: ReceiptGatherer;
  media: Media;
  /** Uploads of all sessions of the gateway take turns here. */
  uploads: Slots;
  /** The guarded way to the pages that texts link to. */
  outgoing: Outgoing;
  restrictions: Restrictions;
  meter: SessionMeter;
  clock: Clock;
  pacer: Pacer;
  sendIntervalMs: number;
  acknowledgementMs: number;
}

/** A message that was handed to WhatsApp on this connection and isn't acknowledged yet. */
interface Flight {
  id: string;
  isChange: boolean;
  sentAt: number;
}

/**
 * Sends what waits in a session's outbox: in the order of acceptance, paced, the stored bytes under the stored id.
 *
 * A message stays `queued` until WhatsApp acknowledges it. What wasn't acknowledged before a connection ended is
 * sent again on the next one, under the same id, so the customer never sees it twice. One that can't be sent holds
 * back only its own conversation, and is given up after a bounded number of attempts.
 */
export class OutboxDrain {
  readonly #options: OutboxOptions;
  #line: { socket: WASocket; baileys: Baileys } | undefined;
  #seal: AccountSeal | undefined;
  #draining = false;
  #again = false;
  readonly #groups = new GroupSizes();
  readonly #flights = new Map<string, Flight>();
  /** How often in a row a message couldn't be handed over. */
  readonly #errors = new Map<string, number>();
  /** Conversations that wait after a failed attempt, and until when. */
  readonly #resting = new Map<string, number>();
  /** Conversations whose next message has a file that is being uploaded; it goes on when a connection ends. */
  readonly #uploading = new Set<string>();
  #previewing = 0;
  /** Conversations in which the next text is being typed, and texts that were. */
  readonly #typing = new Set<string>();
  readonly #typed = new Set<string>();
  /** Aborted when the connection ends. */
  #gone = new AbortController();
  #pausing = false;
  #sweep: NodeJS.Timeout | undefined;
  #lastSentAt = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** The connection stands: everything that isn't acknowledged is sent (again). */
  attach(socket: WASocket, baileys: Baileys): void {
    this.detach();
    this.#line = { socket, baileys };
    this.#sweep = setInterval(() => this.#sweepFlights(), 1_000);
    this.wake();
  }

  /** The connection is over. What is in flight is not lost: it's still queued. */
  detach(): void {
    this.#line = undefined;
    this.#gone.abort();
    this.#gone = new AbortController();
    this.#typing.clear();
    this.#typed.clear();
    this.#flights.clear();
    this.#resting.clear();
    clearInterval(this.#sweep);
  }

  /** Something is in the outbox. */
  wake(): void {
    if (!this.#line) return;
    this.#again = true;
    if (!this.#draining) void this.#drain();
  }

  /** Since when the oldest message waits that was handed over on this connection and isn't confirmed. */
  get unconfirmedSince(): number | null {
    let oldest = Number.POSITIVE_INFINITY;
    for (const { sentAt } of this.#flights.values()) oldest = Math.min(oldest, sentAt);
    return Number.isFinite(oldest) ? oldest : null;
  }

  /** An `ack` of a message: WhatsApp has it, or says why it won't have it. */
  acknowledged(stanza: Stanza): void {
    const { id, error } = stanza.attrs;
    if (!id) return;
    const failure = error ? failureOfAck(error) : undefined;
    void this.#close(id, failure ? { status: 'failed', failure } : { status: 'sent' });
  }

  /** Stores how a sending ended. Until that's done the message is still queued, and must not be taken again. */
  async #close(
    whatsappId: string,
    outcome: { status: 'sent' | 'failed'; failure?: SendFailure },
  ): Promise<void> {
    const flight = this.#flights.get(whatsappId);
    if (flight) {
      this.#options.meter.count(outcome.status);
      flight.sentAt = Number.POSITIVE_INFINITY;
      this.#errors.delete(flight.id);
    }
    if (flight?.isChange) await this.#finishChange(flight.id, outcome.failure ?? null);
    else await this.#options.receipts.add({ whatsappId, at: new Date(), ...outcome });
    if (!flight || this.#flights.get(whatsappId) !== flight) return;
    this.#flights.delete(whatsappId);
    // Only a full window has kept messages back; it is filled again once there's room for as many as are read at once.
    if (this.#flights.size === sessionLimits.outboxInFlight - sessionLimits.outboxBatch) this.wake();
  }

  /** A change that can't be stored as ended is still queued: it will be sent again, under the same id. */
  async #finishChange(id: string, failure: SendFailure | null): Promise<void> {
    const { database, owned, log } = this.#options;
    try {
      await inAccount(database, owned.accountId, (tx) => finishChanges(tx, { ids: [id], failure }));
    } catch (error) {
      log.warn({ err: error, change: id }, 'the end of a change could not be stored');
      await sleep(sessionLimits.sendRetryMs);
      this.wake();
    }
  }

  async #drain(): Promise<void> {
    this.#draining = true;
    for (let line = this.#line; this.#again && line; line = this.#line) {
      this.#again = false;
      try {
        const rows = await this.#take();
        // What waits holds back all that follows in its conversation, even if it could go on in the meantime.
        const held = new Set<string>();
        for (const row of rows) {
          if (this.#line !== line) break;
          const conversation = row.conversation_id;
          const waits = [this.#resting, this.#uploading, this.#typing].some((kept) => kept.has(conversation));
          if (waits || held.has(conversation) || !(await this.#send(line, row))) held.add(conversation);
        }
        if (rows.length > 0) this.#again = true;
      } catch (error) {
        this.#options.log.warn({ err: error }, 'the outbox could not be read');
        await sleep(sessionLimits.sendRetryMs);
        this.#again = true;
      }
    }
    this.#draining = false;
  }

  /** The next messages in order, without those in flight and those whose conversation rests. */
  async #take(): Promise<QueuedRow[]> {
    const { database, owned, sealing } = this.#options;
    this.#seal ??= await sealing.forAccount(owned.accountId);
    const now = Date.now();
    for (const [conversation, until] of this.#resting) if (until <= now) this.#resting.delete(conversation);
    const { pacer } = this.#options;
    const free = sessionLimits.outboxInFlight - this.#flights.size;
    // Each paced message may be the last one for a while.
    const room = Math.min(pacer.isOn ? 1 : sessionLimits.outboxBatch, free);
    if (room <= 0) return [];
    const waitMs = pacer.waitMs();
    if (waitMs > 0) void this.#wakeIn(waitMs);
    return inAccount(database, owned.accountId, (tx) =>
      takeQueued(tx, {
        sessionId: owned.sessionId,
        most: room,
        inFlight: [...this.#flights.values()].map(({ id }) => id),
        closedConversations: [...this.#resting.keys(), ...this.#uploading, ...this.#typing],
        pacing: pacer.isOn
          ? { isOpen: waitMs === 0, pacesReplies: pacer.pacesReplies, typed: [...this.#typed] }
          : null,
      }),
    );
  }

  /** Hands a message over, or gives it up; false when it still has to wait for its turn. */
  async #send(line: { socket: WASocket; baileys: Baileys }, row: QueuedRow): Promise<boolean> {
    const { sendIntervalMs } = this.#options;
    const pause = this.#lastSentAt + sendIntervalMs - Date.now();
    if (pause > 0) await sleep(pause);
    if (this.#line !== line) return false;
    try {
      const jid = await this.#addressOf(line, row);
      if (typeof jid !== 'string') return this.#fail(row, jid);
      await this.#demandRecipients(line.socket, jid);
      if (this.#options.restrictions.closeNewChats && !row.change && (await this.#isNewChat(row))) {
        return this.#fail(row, sendFailure('reach_out_limited'));
      }
      const refusal = row.change && refusalOf(row.change);
      if (refusal) return this.#fail(row, sendFailure(refusal));
      const { message, attributes } = this.#protoOf(line.baileys, row, jid);
      if (!row.change) {
        if (lacksFile(line.baileys, message)) {
          void this.#upload(line, row, message);
          return false;
        }
        const url = row.attempts === 1 ? linkToPreview(message) : null;
        if (url && this.#previewing < sessionLimits.previews.atOnce) {
          void this.#preview(line, row, { message, url });
          return false;
        }
        const timed = setTimer(line.baileys, message, row.disappearing_seconds);
        if (timed) await this.#keep(row, timed);
        if (row.group_jid) await this.#expectMembers(line.socket, row, row.group_jid);
        if (this.#typeFirst(line, row, { jid, message })) return false;
      }
      // Noted before it's sent: the acknowledgement may come before relayMessage returns.
      this.#flights.set(row.whatsapp_id, { id: row.id, isChange: row.change !== null, sentAt: Date.now() });
      this.#lastSentAt = Date.now();
      if (!this.#typed.delete(row.id)) this.#notePaced(row);
      await line.socket.relayMessage(jid, message, {
        messageId: row.whatsapp_id,
        additionalAttributes: attributes,
      });
      return true;
    } catch (error) {
      this.#flights.delete(row.whatsapp_id);
      if (this.#line === line) this.#tryAgain(row, error, 'recipient_unreachable');
      return false;
    }
  }

  #notePaced(row: QueuedRow): void {
    const { pacer } = this.#options;
    if (pacer.isOn && !row.change && (pacer.pacesReplies || !row.is_reply)) pacer.note();
  }

  /** Shows for a while that a text is being typed, beside everything else; it's sent afterwards. Answers whether it does. */
  #typeFirst(
    line: { socket: WASocket },
    row: QueuedRow,
    { jid, message }: { jid: string; message: proto.IMessage },
  ): boolean {
    const { pacer, clock } = this.#options;
    const lengthMs = pacer.typingMs(message.extendedTextMessage?.text ?? message.conversation);
    if (lengthMs === 0 || this.#typed.has(row.id)) return false;
    const { signal } = this.#gone;
    this.#notePaced(row);
    this.#typing.add(row.conversation_id);
    line.socket.sendPresenceUpdate('composing', jid).catch(() => {});
    const type = async (): Promise<void> => {
      await clock.sleep(lengthMs, signal);
      if (signal.aborted) return;
      this.#typing.delete(row.conversation_id);
      this.#typed.add(row.id);
      this.wake();
    };
    void type();
    return true;
  }

  async #wakeIn(milliseconds: number): Promise<void> {
    if (this.#pausing) return;
    this.#pausing = true;
    await this.#options.clock.sleep(milliseconds, this.#gone.signal);
    this.#pausing = false;
    this.wake();
  }

  #protoOf(
    baileys: Baileys,
    row: QueuedRow,
    jid: string,
  ): { message: proto.IMessage; attributes: Record<string, string> } {
    if (row.change) return encodeChange(baileys, row.change, { chat: jid, seal: this.#seal! });
    const encoded = this.#seal!.open('messages', row.id, row.encoded_sealed!);
    return { message: baileys.proto.Message.decode(encoded), attributes: {} };
  }

  /** Whether nobody has written in the chat yet: what WhatsApp keeps a restricted number from. */
  async #isNewChat(row: QueuedRow): Promise<boolean> {
    if (row.group_jid) return false;
    const { database, owned } = this.#options;
    const written = await inAccount(database, owned.accountId, (tx) =>
      tx.query(
        `select 1 from messages m where m.account_id = $1 and m.conversation_id = $2
           and (m.direction = 'inbound' or m.status in ('sent', 'delivered', 'read', 'played')) limit 1`,
        [owned.accountId, row.conversation_id],
      ),
    );
    return written.length === 0;
  }

  /** Notes how many are to have a message in a group, before the first of them can. */
  async #expectMembers(socket: WASocket, row: QueuedRow, group: string): Promise<void> {
    const others = await this.#groups.othersIn(socket, group);
    if (others === null) return;
    const { database, owned } = this.#options;
    await inAccount(database, owned.accountId, (tx) =>
      tx.query(
        `update messages set receipts = jsonb_build_object('delivered', 0, 'read', 0, 'of', $3::integer)
         where account_id = $1 and id = $2 and receipts is null`,
        [owned.accountId, row.id, others],
      ),
    );
  }

  /** Lets the conversation rest before the next attempt, or gives the message up. */
  #tryAgain(row: QueuedRow, error: unknown, code: SendFailureCode): void {
    const errors = (this.#errors.get(row.id) ?? 0) + 1;
    this.#errors.set(row.id, errors);
    this.#options.log.warn({ err: error, message: row.id, errors }, 'a message could not be handed over');
    if (errors >= sessionLimits.sendAttempts || row.attempts >= sessionLimits.sendTakes) {
      this.#fail(row, sendFailure(code));
      return;
    }
    const rest = sessionLimits.sendRetryMs * 2 ** (errors - 1);
    this.#resting.set(row.conversation_id, Date.now() + rest);
    setTimeout(() => this.wake(), rest).unref();
  }

  /** Uploads the file of a message beside everything else: only its own conversation waits for it. */
  async #upload(
    line: { socket: WASocket; baileys: Baileys },
    row: QueuedRow,
    message: proto.IMessage,
  ): Promise<void> {
    const { database, media, owned, uploads } = this.#options;
    this.#uploading.add(row.conversation_id);
    try {
      await uploads.run(() =>
        sendFile({
          ...line,
          database,
          media,
          seal: this.#seal!,
          accountId: owned.accountId,
          messageId: row.id,
          message,
        }),
      );
      this.#errors.delete(row.id);
    } catch (error) {
      if (error instanceof FileGoneError) this.#fail(row, sendFailure('media_unavailable'));
      else if (this.#line === line) this.#tryAgain(row, error, 'media_upload_failed');
    } finally {
      this.#uploading.delete(row.conversation_id);
      this.wake();
    }
  }

  /** Looks at the page of a link beside everything else: only its own conversation waits, and not for long. */
  async #preview(
    line: { socket: WASocket; baileys: Baileys },
    row: QueuedRow,
    what: { message: proto.IMessage; url: string },
  ): Promise<void> {
    const { database, media, owned, outgoing, log } = this.#options;
    this.#uploading.add(row.conversation_id);
    this.#previewing += 1;
    try {
      await addPreview({
        database,
        media,
        outgoing,
        ...what,
        baileys: line.baileys,
        seal: this.#seal!,
        accountId: owned.accountId,
        messageId: row.id,
        signal: AbortSignal.timeout(sessionLimits.previews.totalMs),
      });
    } catch (error) {
      log.debug({ err: error, message: row.id }, 'a link gets no preview');
    } finally {
      this.#previewing -= 1;
      this.#uploading.delete(row.conversation_id);
      this.wake();
    }
  }

  /** Where to send it; a number is asked for on the network before the first message, which may spell it otherwise. */
  async #addressOf(line: { socket: WASocket }, row: QueuedRow): Promise<string | SendFailure> {
    if (row.group_jid) return row.group_jid;
    if (!row.number || !row.number_id) return row.lid ? jidOfLid(row.lid) : sendFailure('not_on_whatsapp');
    if (row.number_verified || row.lid) return jidOfNumber(row.number);
    const found = await resolveNumber(line.socket, row.number);
    if (found === 'unavailable') throw new Error('The network did not say whether the number exists.');
    if (!found.exists) return sendFailure('not_on_whatsapp');
    const { database, owned } = this.#options;
    await inAccount(database, owned.accountId, (tx) =>
      moveIdentity(tx, { identityId: row.number_id!, number: found.number, lid: found.lid }),
    );
    return jidOfNumber(found.number);
  }

  /**
   * Baileys sends a message to nobody, and says nothing, when the network doesn't answer which devices somebody
   * has. Asked first, the answer is in its cache when it asks itself.
   */
  async #demandRecipients(socket: WASocket, jid: string): Promise<void> {
    if (jid.endsWith('@g.us')) return;
    const devices = await socket.getUSyncDevices([jid], true, false);
    const user = parseJid(jid)?.user;
    if (!devices.some((device) => device.user === user || parseJid(device.jid)?.user === user)) {
      throw new Error('The network did not name any device of the recipient.');
    }
  }

  /** Keeps what was added to a proto before it is first sent: every later attempt has the same bytes. */
  async #keep(row: QueuedRow, encoded: Uint8Array): Promise<void> {
    const { database, owned } = this.#options;
    await inAccount(database, owned.accountId, (tx) =>
      tx.query('update messages set encoded_sealed = $3 where account_id = $1 and id = $2', [
        owned.accountId,
        row.id,
        this.#seal!.seal('messages', row.id, encoded),
      ]),
    );
  }

  #fail(row: QueuedRow, failure: SendFailure): true {
    const isChange = row.change !== null;
    this.#flights.set(row.whatsapp_id, { id: row.id, isChange, sentAt: Number.POSITIVE_INFINITY });
    void this.#close(row.whatsapp_id, { status: 'failed', failure });
    return true;
  }

  /** What wasn't acknowledged in time, on a connection that stands, is given up; a person may send it again. */
  #sweepFlights(): void {
    const latest = Date.now() - this.#options.acknowledgementMs;
    for (const [whatsappId, flight] of this.#flights) {
      if (flight.sentAt > latest) continue;
      void this.#close(whatsappId, { status: 'failed', failure: sendFailure('no_acknowledgement') });
    }
  }
}
