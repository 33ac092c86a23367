import type { Network } from '../network.ts';
import type { Connection } from '../connection/connection.ts';
import type { Fault } from '../world/faults.ts';

/** Does at once what a fault asks for that needs no occasion. */
export function strikeNow(network: Network, fault: Fault): void {
  const { kind } = fault;
  const isDropNow = kind === 'drop' && (fault.on === undefined || fault.on === 'now');
  if (isDropNow) eachConnection(network, fault, (connection) => connection.drop());
  else if (kind === 'stream_error')
    eachConnection(network, fault, (connection) => connection.endStream(null, fault.code ?? '503'));
  else if (kind === 'ban')
    eachConnection(network, fault, (connection) => connection.endStream(null, String(fault.reason ?? 403)));
  else if (kind === 'replaced' && fault.afterOpenMs === undefined) eachConnection(network, fault, replace);
  else if (kind === 'deaf')
    eachConnection(
      network,
      fault,
      (connection) => (connection.deaf = { pings: fault.pings ?? true, fault: fault.id }),
    );
  else if (kind === 'bad_frame')
    eachConnection(network, fault, (connection) => connection.sendBad(fault.shape ?? 'garbage'));
  else if (kind === 'qr_expired') expireCodes(network, fault);
  else if (kind === 'pre_keys_consumed') consumePreKeys(network, fault);
  else if (kind === 'identity_change') reinstall(network, fault);
  else if (kind === 'retry_request' && fault.messageId) askAgain(network, fault);
  else if (kind === 'reachout_limit' || kind === 'new_chat_quota')
    network.restrictions.tellChange(fault, true);
}

/** Ends what a fault began. */
export function endFault(network: Network, fault: Fault): void {
  if (fault.kind === 'reachout_limit' || fault.kind === 'new_chat_quota')
    network.restrictions.tellChange(fault, false);
  if (fault.kind !== 'deaf') return;
  for (const connection of network.deliveries.connections()) {
    if (connection.deaf?.fault === fault.id) connection.deaf = undefined;
  }
}

/** Another client took the connection's place. */
export function replace(connection: Connection): void {
  connection.endStream({ tag: 'conflict', attrs: { type: 'replaced' } });
}

function eachConnection(network: Network, fault: Fault, strike: (connection: Connection) => void): void {
  for (const connection of network.deliveries.connections(fault.number)) {
    if (fault.device !== undefined && connection.companion?.id !== fault.device) continue;
    strike(connection);
    network.faults.count(fault.id);
  }
}

function expireCodes(network: Network, fault: Fault): void {
  if (network.pairing.expireAll() > 0) network.faults.count(fault.id);
}

/** Others took all one-time pre-keys of the companions. */
function consumePreKeys(network: Network, fault: Fault): void {
  for (const account of network.world.accounts()) {
    if (fault.number !== undefined && account.number !== fault.number) continue;
    for (const companion of account.companions.values()) {
      if (fault.device !== undefined && companion.id !== fault.device) continue;
      while (companion.preKeys.size > (fault.keep ?? 0)) network.world.takePreKey(companion);
      network.notices.preKeysLow(companion);
      network.faults.count(fault.id);
    }
  }
}

function reinstall(network: Network, fault: Fault): void {
  network.reinstall(network.world.account(fault.number!));
  network.faults.count(fault.id);
}

function askAgain(network: Network, fault: Fault): void {
  const row = network.world.ledger
    .rows(fault.number)
    .find(
      (one) =>
        one.id === fault.messageId && (!fault.number || one.to === fault.number || one.to.includes('@')),
    );
  const reader = row && network.world.find(fault.number ?? row.to);
  if (!row || !reader) return;
  const phone = network.phoneOf(reader);
  const asked = fault.copies ? phone.askEndlessly(row, fault.copies) : phone.askAgain(row);
  if (asked) network.faults.count(fault.id);
}
