import type { Network } from '../network.ts';
import type { Account, ReplyRule } from '../world/account.ts';
import { isCrowd } from '../world/groups.ts';
import type { ChatMessage } from '../world/messages.ts';
import { makeMessageId } from '../world/account.ts';
import { limits } from '../limits.ts';

/** Answers that phones give by themselves, so that a demo talks back. An answer is never answered. */
export class AutoReplies {
  readonly #network: Network;
  /** Ids of answers given of late. */
  readonly #given = new Set<string>();
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(network: Network) {
    this.#network = network;
  }

  /** A phone shows a new message of somebody else. */
  consider(account: Account, bubble: ChatMessage): void {
    if (isCrowd(bubble.to) || this.#given.has(bubble.id) || bubble.text === null) return;
    const rule = account.replies?.find((one) => fits(one, bubble.text!));
    const author = this.#network.world.find(bubble.from);
    if (!rule || !author) return;
    const phone = this.#network.phoneOf(account);
    if (rule.typing) phone.type(author, 'composing');
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      const id = makeMessageId();
      this.#given.add(id);
      if (this.#given.size > limits.changesKeptPerPhone)
        this.#given.delete(this.#given.values().next().value!);
      phone.read(author.number);
      phone
        .write({ to: author, id, message: { conversation: rule.text ?? bubble.text! } })
        .catch((error: Error) => {
          this.#network.logger.warn(
            { number: account.number, error: error.message },
            'an automatic answer failed',
          );
        });
    }, rule.delayMs);
    this.#timers.add(timer);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }
}

function fits(rule: ReplyRule, text: string): boolean {
  return (
    rule.keyword === undefined ||
    text.toLocaleLowerCase('pt-BR').includes(rule.keyword.toLocaleLowerCase('pt-BR'))
  );
}
