import type { MetaHubClient } from '../client/client.ts';
import type { Failure } from '../client/failure.ts';
import type { WordOverrides } from '../words/dictionary.ts';

/** What an `<mh-provider>` gives to the elements inside it. */
export interface Surroundings {
  client: MetaHubClient | null;
  /** True while the client is being made: elements show loading, not signed out. */
  pending: boolean;
  /** Why there is no client, when making it failed. */
  failure: Failure | null;
  words: WordOverrides | null;
}

/** The part of `<mh-provider>` that elements use. */
export interface SurroundingsSource extends HTMLElement {
  readonly surroundings: Surroundings;
  watch(listener: () => void): () => void;
}

/** The nearest ancestor that passes, through slots and open shadow roots: the order in which things are drawn. */
export function nearest(from: Node, passes: (element: Element) => boolean): Element | null {
  let node: Node | null = from;
  while (node) {
    if (node instanceof Element && passes(node)) return node;
    node = (node as Element).assignedSlot ?? node.parentNode ?? (node as ShadowRoot).host ?? null;
  }
  return null;
}

/** The nearest provider, whether it is defined yet or not. */
export function nearestProvider(from: Node): SurroundingsSource | null {
  return nearest(from, (element) => element.localName === 'mh-provider') as SurroundingsSource | null;
}

/** The language tag that holds for an element: the nearest `lang`, or `locale` of a provider. */
export function nearestLanguage(from: Node): string {
  const element = nearest(
    from,
    (it) => it.hasAttribute('lang') || (it.localName === 'mh-provider' && it.hasAttribute('locale')),
  );
  return element?.getAttribute('locale') || element?.getAttribute('lang') || 'pt-BR';
}
