import { toTypeId } from '../db/ids.ts';
import { showTime } from '../db/row-time.ts';
import { presentContact, type ContactRow } from '../contacts/present.ts';
import { type ContactMergeRow, presentContactMerge } from '../contacts/present-merge.ts';
import type { components } from '../http/contract.gen.ts';
import type { ConversationRow, MessageRow } from '../inbox/message-row.ts';
import { presentConversation, presentMessage } from '../inbox/present.ts';
import type { MediaLinks } from '../media/media-links.ts';
import { type AlertRow, presentAlert } from '../sessions/health/present-health.ts';
import { presentSession, type SessionRow } from '../sessions/present.ts';
import type { RecordedEventType } from './record-event.ts';

/** A numbered row of the table events. */
export interface EventRow {
  account_id: string;
  seq: number;
  id: string;
  type: RecordedEventType;
  /** The subject's view row; null when there is nothing left to be told of. */
  data: Record<string, unknown> | null;
  session_id: string | null;
  conversation_id: string | null;
  assignee_id: string | null;
  created_at: string | Date;
}

export type ApiEvent = components['schemas']['Event'];

/** One event of an account's stream. What is sent of it is made once, however many receive it. */
export class NumberedEvent {
  readonly row: EventRow;
  readonly #links: MediaLinks;
  #shown: ApiEvent | undefined;
  #frame: Buffer | undefined;

  constructor(row: EventRow, links: MediaLinks) {
    this.row = row;
    this.#links = links;
  }

  get seq(): number {
    return this.row.seq;
  }

  /** As the API shows it. */
  show(): ApiEvent {
    if (this.row.type === 'conversation.withdrawn') return this.showWithdrawn();
    this.#shown ??= {
      ...this.#envelope(),
      type: this.row.type,
      data: showData(this.row, this.#links),
    } as ApiEvent;
    return this.#shown;
  }

  /** As a socket sends it: UTF-8 JSON. */
  frame(): Buffer {
    this.#frame ??= Buffer.from(JSON.stringify(this.show()));
    return this.#frame;
  }

  /** What somebody gets who may no longer see the conversation. */
  showWithdrawn(): ApiEvent {
    return {
      ...this.#envelope(),
      type: 'conversation.withdrawn',
      data: { id: toTypeId('conv', this.row.conversation_id ?? '') },
    };
  }

  #envelope(): { id: string; seq: number; account: string; createdAt: string } {
    return {
      id: toTypeId('evt', this.row.id),
      seq: this.row.seq,
      account: toTypeId('acc', this.row.account_id),
      createdAt: showTime(this.row.created_at),
    };
  }
}

function showData(row: EventRow, links: MediaLinks): ApiEvent['data'] {
  const data: unknown = row.data;
  switch (row.type) {
    case 'session.updated':
      return presentSession(data as SessionRow);
    case 'session.alerted':
      return presentAlert(data as AlertRow);
    case 'conversation.updated':
      return presentConversation(data as ConversationRow, links);
    case 'contact.updated':
      return presentContact(data as ContactRow);
    case 'contact.merged':
    case 'contact.unmerged':
      return presentContactMerge(data as ContactMergeRow);
    default:
      return presentMessage(data as MessageRow, links);
  }
}
