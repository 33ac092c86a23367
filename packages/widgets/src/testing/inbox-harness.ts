import { html } from 'lit';
import { userEvent } from 'vitest/browser';
import '../define/all.ts';
import type { MetaHubClient } from '../client/client.ts';
import type { MhComposer } from '../elements/composer/composer.ts';
import type { MhConversation } from '../elements/conversation/conversation.ts';
import type { MhConversationList } from '../elements/conversation-list/conversation-list.ts';
import type { MhInbox } from '../elements/inbox/inbox.ts';
import { mount, settled, until } from './mounting.ts';

/** The list of conversations, in the words of somebody who uses it. */
export class ListHarness {
  readonly element: MhConversationList;
  constructor(element: MhConversationList) {
    this.element = element;
  }
  get root(): ShadowRoot {
    return this.element.shadowRoot!;
  }
  /** Names of the rows that are drawn, from above. */
  get names(): string[] {
    return [...this.root.querySelectorAll('.conv .nm')].map((it) => it.textContent);
  }
  row(name: string): HTMLElement | undefined {
    return [...this.root.querySelectorAll<HTMLElement>('.rows .conv')].find(
      (row) => row.querySelector('.nm')?.textContent === name,
    );
  }
  unread(name: string): string {
    return this.row(name)?.querySelector('.count')?.textContent ?? '';
  }
  async open(name: string): Promise<void> {
    (await until(() => this.row(name), `a row for ${name}`)).click();
    await settled(this.element);
  }
  async search(text: string): Promise<void> {
    await userEvent.fill(this.root.querySelector('input')!, text);
  }
  async ready(): Promise<this> {
    await until(() => this.element.state === 'ready', 'a list that is ready');
    await this.element.updateComplete;
    return this;
  }
}

/** One conversation. */
export class ThreadHarness {
  readonly element: MhConversation;
  constructor(element: MhConversation) {
    this.element = element;
  }
  get root(): ShadowRoot {
    return this.element.shadowRoot!;
  }
  get scroller(): HTMLElement {
    return this.root.querySelector('.scroller')!;
  }
  get composer(): MhComposer {
    return this.root.querySelector('mh-composer')!;
  }
  get field(): HTMLTextAreaElement {
    return this.composer.shadowRoot!.querySelector('textarea')!;
  }
  /** The drawn bubble that says something. */
  bubble(text: string): HTMLElement | undefined {
    return [...this.root.querySelectorAll<HTMLElement>('.bub')].find((it) => it.textContent.includes(text));
  }
  row(text: string): HTMLElement | undefined {
    return this.bubble(text)?.closest<HTMLElement>('.msg') ?? undefined;
  }
  /** The line below a message. */
  meta(text: string): string {
    return [...(this.row(text)?.querySelectorAll('.meta') ?? [])]
      .map((it) => it.textContent.replace(/\s+/g, ' ').trim())
      .join(' ')
      .trim();
  }
  get spoken(): string[] {
    return [...this.root.querySelectorAll('[role=log] p')].map((it) => it.textContent);
  }
  async write(text: string): Promise<void> {
    await userEvent.fill(this.field, text);
  }
  async send(text: string): Promise<void> {
    await this.write(text);
    this.field.focus();
    await userEvent.keyboard('{Enter}');
    await settled(this.element);
  }
  async ready(): Promise<this> {
    await until(
      () => this.element.state === 'ready' && this.root.querySelector('.msg'),
      'a thread that is ready',
    );
    await settled(this.element);
    return this;
  }
}

export function listOf(inbox: MhInbox): ListHarness {
  return new ListHarness(inbox.shadowRoot!.querySelector('mh-conversation-list')!);
}

export async function threadOf(inbox: MhInbox): Promise<ThreadHarness> {
  return new ThreadHarness(
    await until(() => inbox.shadowRoot!.querySelector('mh-conversation'), 'a thread'),
  ).ready();
}

export async function mountInbox(
  client: MetaHubClient | undefined,
  size?: { width: number; height: number },
): Promise<MhInbox> {
  const inbox = mount(html`<mh-inbox .client=${client}></mh-inbox>`, size).querySelector('mh-inbox')!;
  await settled(inbox);
  return inbox;
}

export function mountThread(
  client: MetaHubClient,
  conversationId: string,
  size = { width: 700, height: 600 },
): ThreadHarness {
  const box = mount(
    html`<mh-conversation .client=${client} conversation-id=${conversationId}></mh-conversation>`,
    size,
  );
  return new ThreadHarness(box.querySelector('mh-conversation')!);
}
