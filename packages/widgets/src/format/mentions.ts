import type { Mention } from '../client/contract.ts';

/** A piece of a text: as it stands, or a person who is mentioned there. */
export type MentionPiece = { text: string; mention: Mention | null };

/** Cuts a text at the tokens that stand for people. What looks like a token but is none stays text. */
export function splitMentions(text: string, mentions: readonly Mention[]): MentionPiece[] {
  const pieces: MentionPiece[] = [];
  let from = 0;
  while (from < text.length) {
    let [next, found] = [text.length, null as Mention | null];
    for (const mention of mentions) {
      const at = mention.token ? text.indexOf(mention.token, from) : -1;
      // Of two that begin at the same place the longer is meant: `@55` is not in `@5511`.
      const better = at < next || (at === next && mention.token.length > (found?.token.length ?? 0));
      if (at >= 0 && better) [next, found] = [at, mention];
    }
    if (next > from) pieces.push({ text: text.slice(from, next), mention: null });
    if (found) pieces.push({ text: found.token, mention: found });
    from = next + (found?.token.length ?? 0);
  }
  return pieces;
}
