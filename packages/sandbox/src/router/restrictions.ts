import { resultOf } from '../connection/connection.ts';
import { contentText, SERVER_JID, type BinaryNode } from '../connection/stanza.ts';
import type { Network } from '../network.ts';
import type { Account } from '../world/account.ts';
import { isInForce, type Fault } from '../world/faults.ts';
import type { QueryTable } from './router.ts';

/** Queries that Baileys asks by number (GraphQL documents of WhatsApp Web). */
const REACHOUT_QUERY = '23983697327930364';
const QUOTA_QUERY = '24503548349331633';
const REFUSED = '463';

/**
 * What WhatsApp restricts on an account: new chats. Both restrictions are asked for as faults, leave chats that
 * exist alone, tell the account's companions when they begin, and answer when they are asked about.
 */
export class Restrictions {
  readonly #network: Network;
  /** Peers that each account began a chat with while a quota counts. */
  readonly #begun = new Map<string, Set<string>>();

  constructor(network: Network) {
    this.#network = network;
  }

  /** The error code for a message to somebody new, if it is refused. */
  refusalFor(author: Account, recipient: Account): string | undefined {
    if (author === recipient || this.#hasChat(author, recipient)) return undefined;
    const where = { number: author.number };
    if (this.#network.faults.strike('reachout_limit', where, isInForce)) return REFUSED;
    const quota = this.#network.faults.holds('new_chat_quota', where);
    if (!quota) return undefined;
    const begun = this.#begun.get(author.number) ?? new Set();
    if (begun.size >= (quota.quota ?? 0)) {
      this.#network.faults.count(quota.id);
      return REFUSED;
    }
    begun.add(recipient.number);
    this.#begun.set(author.number, begun);
    this.#tell(author, 'MessageCappingInfoNotification', {
      xwa2_notify_new_chat_messages_capping_info_update: this.#quotaOf(author, quota),
    });
    return undefined;
  }

  /** A restriction was asked for or taken back: the account's companions are told. */
  tellChange(fault: Fault, active: boolean): void {
    const accounts = fault.number
      ? [this.#network.world.account(fault.number)]
      : this.#network.world.accounts();
    for (const account of accounts) {
      if (fault.kind === 'reachout_limit') {
        this.#tell(account, 'NotificationUserReachoutTimelockUpdate', {
          xwa2_notify_account_reachout_timelock: timelock(active ? fault : undefined),
        });
      } else if (active) {
        this.#begun.delete(account.number);
        this.#tell(account, 'MessageCappingInfoNotification', {
          xwa2_notify_new_chat_messages_capping_info_update: this.#quotaOf(account, fault),
        });
      }
    }
  }

  /** The answer to a companion's question about its account's restrictions; nothing for other questions. */
  answer(account: Account, queryId: string): object | undefined {
    const where = { number: account.number };
    if (queryId === REACHOUT_QUERY) {
      const fault = this.#network.faults.holds('reachout_limit', where, isInForce);
      return { xwa2_fetch_account_reachout_timelock: timelock(fault) };
    }
    if (queryId === QUOTA_QUERY) {
      return {
        xwa2_message_capping_info: this.#quotaOf(
          account,
          this.#network.faults.holds('new_chat_quota', where),
        ),
      };
    }
    return undefined;
  }

  clear(): void {
    this.#begun.clear();
  }

  #hasChat(author: Account, recipient: Account): boolean {
    return (this.#network.world.chats.find(author.number, recipient.number)?.messages.length ?? 0) > 0;
  }

  #quotaOf(account: Account, fault: Fault | undefined): object {
    const used = this.#begun.get(account.number)?.size ?? 0;
    const total = fault?.quota ?? -1;
    return {
      total_quota: total,
      used_quota: used,
      capping_status: fault && used >= total ? 'CAPPED' : 'NONE',
      mv_status: 'NOT_ELIGIBLE',
      ote_status: 'NOT_ELIGIBLE',
    };
  }

  #tell(account: Account, operation: string, data: object): void {
    const update: BinaryNode = {
      tag: 'update',
      attrs: { op_name: operation },
      content: Buffer.from(JSON.stringify({ data })),
    };
    for (const companion of account.companions.values()) {
      this.#network.notices.tell(companion, { from: SERVER_JID, type: 'mex' }, [update]);
    }
  }
}

/** Questions about restrictions. */
export const restrictionQueries: QueryTable = {
  'get w:mex query': ({ network, connection, query, child }) => {
    const account = connection.companion!.account;
    const data = network.restrictions.answer(account, child!.attrs['query_id'] ?? '');
    if (!data)
      network.unknown(
        connection,
        query,
        `mex ${child!.attrs['query_id']} ${contentText(child)?.length ?? 0}`,
      );
    const body = data
      ? { data }
      : { errors: [{ message: 'unknown query', extensions: { error_code: 501 } }] };
    return resultOf(query, [{ tag: 'result', attrs: {}, content: Buffer.from(JSON.stringify(body)) }]);
  },
};

function timelock(fault: Fault | undefined): object {
  if (!fault) return { is_active: false, time_enforcement_ends: '0', enforcement_type: 'DEFAULT' };
  const ends =
    fault.until === undefined ? {} : { time_enforcement_ends: String(Math.floor(fault.until / 1000)) };
  return { is_active: true, enforcement_type: 'BIZ_QUALITY', ...ends };
}
