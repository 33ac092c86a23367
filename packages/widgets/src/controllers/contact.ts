import type { MetaHubClient } from '../client/client.ts';
import type { Contact, ContactMerge } from '../client/contract.ts';
import { readFailure, type Failure } from '../client/failure.ts';
import { Store } from '../foundation/store.ts';

/** Merges asked for at a time. */
const PAGE_SIZE = 50;

/** One contact, and the contacts that were merged into it. Follows events. */
export class ContactController extends Store {
  readonly contactId: string;
  contact: Contact | null = null;
  /** Newest first, undone ones too. */
  merges: ContactMerge[] = [];
  loading = true;
  failure: Failure | null = null;

  #client: MetaHubClient;
  #turn = 0;
  #stop: () => void;

  constructor(client: MetaHubClient, contactId: string) {
    super();
    this.#client = client;
    this.contactId = contactId;
    this.#stop = client.realtime.subscribe(['contacts'], (event) => {
      if (event.type === 'resync') void this.load();
      else if (event.type === 'contact.updated' && event.data.id === this.contact?.id) void this.load();
      else if (event.type === 'contact.merged' || event.type === 'contact.unmerged') {
        if (event.data.survivorId === this.contact?.id) void this.load();
      }
    });
    void this.load();
  }

  async load(): Promise<void> {
    const turn = ++this.#turn;
    this.failure = null;
    try {
      const [contact, merges] = await Promise.all([
        this.#client.getContact(this.contactId),
        this.#client.listContactMerges(this.contactId, { limit: PAGE_SIZE }),
      ]);
      if (turn !== this.#turn) return;
      this.contact = contact;
      this.merges = merges.data;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.failure = readFailure(error);
    }
    this.loading = false;
    this.changed();
  }

  /** Merges another contact into this one. Rejects with what the API answered; so does `undo`. */
  async merge(contactId: string): Promise<void> {
    await this.#client.mergeContacts(this.contactId, { contactId });
    await this.load();
  }

  /** Takes a contact out again, by the id that was merged away. */
  async undo(mergedId: string): Promise<void> {
    await this.#client.unmergeContact(mergedId);
    await this.load();
  }

  destroy(): void {
    this.#turn = -1;
    this.#stop();
  }
}
