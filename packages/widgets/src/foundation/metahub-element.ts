import { LitElement, type PropertyDeclarations, type PropertyValues } from 'lit';
import type { MetaHubClient } from '../client/client.ts';
import { readFailure, type Failure } from '../client/failure.ts';
import type { Me, Permission } from '../client/contract.ts';
import { askMe, type Asked } from '../client/who.ts';
import type { Clock } from '../format/times.ts';
import { languageFor, loadLanguage, wordsOf, type Dictionary, type Section } from '../words/dictionary.ts';
import type { WidgetEventName, WidgetEvents } from './events.ts';
import { SkeletonGate, type GateView } from './skeleton-gate.ts';
import type { Store } from './store.ts';
import {
  nearestLanguage,
  nearestProvider,
  type Surroundings,
  type SurroundingsSource,
} from './surroundings.ts';

/** The states every element has. */
export type ElementState = 'signed-out' | 'loading' | 'empty' | 'error' | 'ready';

const NOTHING: Surroundings = { client: null, pending: false, failure: null, words: null };
const following = new Set<MetaHubElement>();
let documentLanguage: MutationObserver | undefined;
// The browser's own network may go before there is a socket that would tell.
const redrawAll = (): void => following.forEach((it) => it.requestUpdate());

/**
 * The base of all elements that show data: finds the client, the words and the time zone, follows
 * stores, and reports its state to the host page.
 */
export abstract class MetaHubElement extends LitElement {
  static override properties: PropertyDeclarations = {
    client: { attribute: false },
    state: { reflect: true, noAccessor: true },
  };

  /** The client to use instead of the nearest provider's. */
  declare client: MetaHubClient | undefined;

  /** Which of the element's states is on the screen. Read only. */
  state: ElementState = 'loading';

  #provider: SurroundingsSource | null = null;
  #unwatch: (() => void) | undefined;
  #following: (() => void)[] = [];
  #used: MetaHubClient | null = null;
  #me: Asked | null = null;
  /** Why the server ended the events for good. */
  #ended: Failure | null = null;
  #gate = new SkeletonGate();
  #language = 'pt-br';
  #tag = 'pt-BR';
  #wordsReady: Promise<void> | null = null;

  /** The client in use: this element's own, else the nearest provider's. Null while it is not in a page. */
  get activeClient(): MetaHubClient | null {
    return this.#used;
  }

  protected get surroundings(): Surroundings {
    return this.#provider?.surroundings ?? NOTHING;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    following.add(this);
    documentLanguage ??= new MutationObserver(() => following.forEach((it) => it.#readLanguage()));
    documentLanguage.observe(document.documentElement, { attributeFilter: ['lang'] });
    window.addEventListener('offline', redrawAll);
    window.addEventListener('online', redrawAll);
    this.#readLanguage();
    const provider = nearestProvider(this);
    if (provider?.surroundings) this.#join(provider);
    else if (provider) void this.#joinLater(provider);
    this.requestUpdate();
  }

  /** The provider's own file may come after this element's. */
  async #joinLater(provider: SurroundingsSource): Promise<void> {
    await customElements.whenDefined(provider.localName);
    if (this.isConnected && nearestProvider(this) === provider) this.#join(provider);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    following.delete(this);
    this.#unwatch?.();
    this.#provider = null;
    this.#gate.stop();
    this.#switchClient(null);
  }

  #join(provider: SurroundingsSource): void {
    this.#provider = provider;
    this.#unwatch = provider.watch(() => {
      this.#readLanguage();
      this.requestUpdate();
    });
    this.#readLanguage();
    this.requestUpdate();
  }

  #readLanguage(): void {
    this.#tag = nearestLanguage(this);
    this.#language = languageFor(this.#tag);
    this.#wordsReady = loadLanguage(this.#language);
    this.requestUpdate();
  }

  /** Words of another language are awaited, so that nothing is shown in two languages. */
  protected override async scheduleUpdate(): Promise<void> {
    while (this.#wordsReady) {
      const ready = this.#wordsReady;
      await ready.catch(() => undefined);
      if (this.#wordsReady === ready) this.#wordsReady = null;
    }
    await super.scheduleUpdate();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const client = this.isConnected ? (this.client ?? this.surroundings.client) : null;
    if (client !== this.#used) this.#switchClient(client);
  }

  #switchClient(client: MetaHubClient | null): void {
    this.#used = client;
    this.#ended = null;
    for (const stop of this.#following.splice(0)) stop();
    this.clientChanged(client);
    this.#me = client && askMe(client);
    void this.#me?.ready.then(() => this.requestUpdate());
  }

  /** The account and member of the client in use; null until known, or when it cannot be told. */
  protected get me(): Me | null {
    return this.#me?.me ?? null;
  }

  /** True when the person may do something; also while that is not known: the API has the last word. */
  protected may(permission: Permission): boolean {
    return this.me?.permissions.includes(permission) ?? true;
  }

  /** False until it is known whether there is a `me`: times wait for the account's zone. */
  protected get meSettled(): boolean {
    return this.#me?.settled ?? true;
  }

  /** Called with the client to use from now on, or null when there is none. Make stores here, after ending the old ones. */
  protected abstract clientChanged(client: MetaHubClient | null): void;

  /** Redraws on each change of a store, until the client changes. */
  protected follow(store: Pick<Store, 'subscribe'>): void {
    this.#following.push(store.subscribe(() => this.requestUpdate()));
  }

  /** Redraws when the connection comes or goes; access that ended is known by it first. */
  protected followConnection(client: MetaHubClient): void {
    this.#following.push(
      client.realtime.onState((state, error) => {
        const failure = state === 'closed' && error ? readFailure(error) : null;
        if (failure?.type === 'signed_out' || state === 'open') this.#ended = failure;
        this.requestUpdate();
      }),
    );
  }

  /** True when the element works from what it has, because the server cannot be reached. */
  protected get offline(): boolean {
    return this.activeClient?.realtime.state === 'offline' || !navigator.onLine;
  }

  /** Why the server ended the access, where it did so over the socket. */
  protected get ended(): Failure | null {
    return this.#ended;
  }

  /** True when there is no access: no client, or the API takes its token no longer. */
  protected isGone(store: { failure: Failure | null } | null): boolean {
    return !store || this.#ended !== null || store.failure?.type === 'signed_out';
  }

  /** A section of words in the language that holds here. */
  protected words<S extends Section>(section: S, first: Dictionary[S]): Dictionary[S] {
    return wordsOf(section, first, this.#language, this.surroundings.words);
  }

  /** How dates read here. */
  protected clock(words: { today: string; yesterday: string }): Clock {
    const zone = this.me?.account.timeZone;
    return { locale: this.#tag, zone, now: Date.now(), today: words.today, yesterday: words.yesterday };
  }

  /** What to draw while `loading`: nothing for 200 ms, then a skeleton for at least 300 ms. */
  protected gate(loading: boolean): GateView {
    return this.#gate.view(loading, () => this.requestUpdate());
  }

  /** True inside another element of ours, which then speaks for both. */
  protected get nested(): boolean {
    return (this.getRootNode() as ShadowRoot).host instanceof MetaHubElement;
  }

  /** Notes the state and tells the host page when it changed. Call it from `updated()`. */
  protected report(state: ElementState, failure: Failure | null = null): void {
    if (state === this.state && this.hasAttribute('state')) return;
    const before = this.state;
    this.state = state;
    this.setAttribute('state', state);
    if (state === 'loading') this.fire('mh-load-start', {});
    else if (state === 'ready' || state === 'empty') {
      if (before !== 'ready' && before !== 'empty') this.fire('mh-ready', {});
    } else this.fire('mh-error', failure ?? SIGNED_OUT);
  }

  /** Reports the state of an element that shows one store: `size` is how much there is to show. */
  protected reportOf(store: { loading: boolean; failure: Failure | null } | null, size = 0): void {
    const { pending, failure: setup } = this.surroundings;
    const failure = setup ?? store?.failure ?? null;
    if (pending || (store && (store.loading || !this.meSettled) && !failure && !size)) this.report('loading');
    else if (this.#ended || failure?.type === 'signed_out' || (!store && !setup)) {
      this.report('signed-out', this.#ended ?? failure);
    } else if (failure && !size) this.report('error', failure);
    else this.report(size ? 'ready' : 'empty');
  }

  /** Fires a typed event. Those of the element's state stay inside a surrounding element of ours. */
  protected fire<Name extends WidgetEventName>(
    name: Name,
    detail: WidgetEvents[Name],
    cancelable = false,
  ): boolean {
    const ofState = name === 'mh-load-start' || name === 'mh-ready' || name === 'mh-error';
    return this.dispatchEvent(
      new CustomEvent(name, { detail, bubbles: true, composed: !(ofState && this.nested), cancelable }),
    );
  }
}

/** What `mh-error` carries when there is no access at all. */
export const SIGNED_OUT: Failure = {
  type: 'signed_out',
  code: 'signed_out',
  message: 'The element has no client.',
  requestId: null,
  status: null,
};
