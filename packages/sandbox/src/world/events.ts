import { limits } from '../limits.ts';

/** Everything that can be seen on `GET /events`, by name. */
export type EventType =
  | 'phone.created'
  | 'phone.updated'
  | 'phone.deleted'
  | 'phone.reinstalled'
  | 'phone.renumbered'
  | 'phone.presence'
  | 'phone.asked'
  | 'call.changed'
  | 'chat.changed'
  | 'clock.set'
  | 'world.restored'
  | 'device.linked'
  | 'device.unlinked'
  | 'device.online'
  | 'device.offline'
  | 'message.accepted'
  | 'message.handed_over'
  | 'message.acknowledged'
  | 'message.shown'
  | 'message.changed'
  | 'message.status'
  | 'message.waiting'
  | 'message.retry_requested'
  | 'media.retried'
  | 'group.changed'
  | 'chat.read'
  | 'chat.typing'
  | 'fault.fired'
  | 'stanza.unknown'
  | 'world.reset';

/** A fact of the sandbox, numbered from 1 in each run. */
export interface SandboxEvent {
  id: number;
  type: EventType;
  at: string;
  /** The numbers of the phones that it concerns. */
  numbers: string[];
  data: Record<string, unknown>;
}

/** Tells listeners what happens, and remembers the last events for those who come back. */
export class EventHub {
  readonly #listeners = new Set<(event: SandboxEvent) => void>();
  readonly #remembered: SandboxEvent[] = [];
  #next = 1;

  emit(type: EventType, numbers: string[], data: Record<string, unknown>): void {
    const event = { id: this.#next++, type, at: new Date().toISOString(), numbers, data };
    this.#remembered.push(event);
    if (this.#remembered.length > limits.eventsRemembered) this.#remembered.shift();
    for (const listener of this.#listeners) listener(event);
  }

  /** Calls `listener` for each event from now on; the answer ends it. */
  subscribe(listener: (event: SandboxEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The remembered events after this id. */
  since(id: number): SandboxEvent[] {
    return this.#remembered.filter((event) => event.id > id);
  }
}
