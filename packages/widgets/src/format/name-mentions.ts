import type { Mention } from '../client/contract.ts';

/** A text with names in place of tokens. `nameless` stands for people nobody knows: their digits are no number. */
export function nameMentions(text: string, mentions: readonly Mention[], nameless: string): string {
  const named = new Map(mentions.map(({ token, name }) => [token, `@${name ?? nameless}`]));
  return text.replace(/@\w+/g, (token) => named.get(token) ?? token);
}
