import { setTimeout as sleep } from 'node:timers/promises';
import type { Dice } from './dice.ts';
import type { Fault } from './fault.ts';
import type { World } from './world.ts';

/** What the network and its phones do to a session. */
export const networkFaults: readonly Fault[] = [
  {
    name: 'all sessions dropped at once',
    length: 'short',
    strike: (world) => ask(world, { kind: 'drop', on: 'now' }),
  },
  onNumber('connection dropped', (dice) => ({
    kind: 'drop',
    on: dice.pick(['send', 'accepted', 'handover']),
  })),
  {
    name: 'upgrade refused: 403, 429, 503',
    length: 'short',
    async strike(world, dice) {
      const { number } = dice.pick(world.numbers);
      const status = dice.pick([403, 429, 503]);
      await ask(world, { kind: 'upgrade_status', status, number, times: dice.between(1, 2) });
      await ask(world, { kind: 'drop', on: 'now', number });
    },
  },
  {
    name: 'login refused: 503',
    length: 'short',
    async strike(world, dice) {
      const { number } = dice.pick(world.numbers);
      await ask(world, { kind: 'login_failure', reason: 503, number });
      await ask(world, { kind: 'drop', on: 'now', number });
    },
  },
  onNumber('stream ended: 500, 503, 515', (dice) => ({
    kind: 'stream_error',
    code: dice.pick(['500', '503', '515']),
  })),
  onNumber('connection replaced', () => ({ kind: 'replaced' })),
  onNumber('malformed or giant frame', (dice) => ({
    kind: 'bad_frame',
    shape: dice.pick(['garbage', 'giant', 'unreadable']),
  })),
  {
    name: 'deaf connection',
    length: 'short',
    async strike(world, dice) {
      const { number } = dice.pick(world.numbers);
      await ask(world, { kind: 'deaf', pings: dice.chance(0.5), number });
      await sleep(dice.between(1_500, 4_000));
      // A line that lost something doesn't come back to life: it breaks.
      await ask(world, { kind: 'drop', on: 'now', number });
    },
  },
  whileItLasts('slow network', (dice) => ({
    kind: 'latency',
    delayMs: dice.between(50, 400),
    jitterMs: 200,
  })),
  onNumber('acknowledgement never comes', (dice) => ({
    kind: 'silent_ack',
    delivered: dice.chance(0.5),
    times: dice.between(1, 3),
  })),
  onNumber('message refused: 429, 463, 500', (dice) => ({
    kind: 'ack_error',
    code: dice.pick(['429', '463', '500']),
    times: dice.between(1, 2),
  })),
  onNumber('handed over twice', (dice) => ({
    kind: 'redelivery',
    copies: dice.between(2, 4),
    times: dice.between(1, 5),
  })),
  onNumber('delivery lost, late, doubled, swapped', (dice) => ({
    kind: 'delivery',
    effect: dice.pick(['lost', 'late', 'twice', 'swap']),
    stanza: 'message',
    delayMs: dice.between(100, 3_000),
    times: dice.between(1, 5),
  })),
  onNumber('receipt lost, late, doubled, swapped', (dice) => ({
    kind: 'delivery',
    effect: dice.pick(['lost', 'late', 'twice', 'swap']),
    stanza: 'receipt',
    delayMs: dice.between(100, 3_000),
    times: dice.between(1, 5),
  })),
  onNumber('ciphertext damaged', (dice) => ({ kind: 'corrupt_enc', times: dice.between(1, 3) })),
  {
    name: 'phone asks for messages again',
    length: 'short',
    strike: (world, dice) =>
      ask(world, {
        kind: 'retry_request',
        number: dice.pick(dice.pick(world.lines).people),
        device: 0,
        times: dice.between(1, 3),
        askAfterMs: dice.between(0, 2_000),
      }),
  },
  {
    name: 'phone asks again without end',
    length: 'short',
    async strike(world, dice) {
      const { sessionId, account } = dice.pick(world.numbers);
      const content = { type: 'text', text: 'Leu?' };
      await ask(world, { kind: 'retry_request', number: world.nag, device: 0, times: 0 });
      await world.hub.ask({
        token: account.token,
        path: '/send-message',
        idempotencyKey: `nag-${dice.between(0, 1_000_000)}`,
        body: { to: `+${world.nag}`, sessionId, content },
      });
    },
  },
  onNumber('one-time keys used up', () => ({ kind: 'pre_keys_consumed', keep: 0 })),
  {
    name: 'customer has a new phone',
    length: 'short',
    strike: (world, dice) =>
      ask(world, { kind: 'identity_change', number: dice.pick(dice.pick(world.lines).people) }),
  },
  onNumber('queries unanswered or refused', (dice) => ({
    kind: 'query',
    xmlns: dice.pick(['usync', 'encrypt']),
    ...(dice.chance(0.7) ? { code: dice.pick(['429', '500', '503']) } : {}),
    times: dice.between(1, 2),
  })),
  {
    name: 'file: 403, 404, 410, 500, slow, cut',
    length: 'short',
    async strike(world, dice) {
      const on = dice.pick(['upload', 'download']);
      const line = dice.pick(world.lines);
      const number = on === 'upload' ? line.session.number : dice.pick(line.people);
      const how = dice.pick([
        { status: dice.pick([403, 404, 410, 500]) },
        { delayMs: dice.between(500, 3_000) },
        ...(on === 'download' ? [{ truncate: true }] : []),
      ]);
      await ask(world, { kind: 'media', on, number, ...how, times: dice.between(1, 2) });
    },
  },
  {
    name: 'phone stamps a wrong time',
    length: 'short',
    strike: (world, dice) =>
      ask(world, {
        kind: 'clock_skew',
        number: dice.pick(dice.pick(world.lines).people),
        offsetMs: dice.between(-3_600_000, 3_600_000),
        times: dice.between(1, 3),
      }),
  },
  {
    name: 'clock jumps',
    length: 'short',
    async strike(world, dice) {
      const advanceMs = dice.pick([-1, 1]) * dice.between(5_000, 2 * 3_600_000);
      await tell(world, '/clock', { advanceMs });
      await sleep(dice.between(500, 2_000));
      await tell(world, '/clock', { reset: true });
    },
  },
];

/** Takes back every fault that was asked for, and sets the clock; answers the ids of messages that the network lost. */
export async function healNetwork(world: World): Promise<Set<string>> {
  const { data } = await world.phones.call<{ data: { id: string; lost?: string[] }[] }>('GET', '/faults');
  for (const { id } of data) await world.phones.call('DELETE', `/faults/${id}`).catch(() => undefined);
  await tell(world, '/clock', { reset: true });
  return new Set(data.flatMap(({ lost }) => lost ?? []));
}

/** A fault of one number's connection, which strikes at the next moment that fits. */
function onNumber(name: string, request: (dice: Dice) => object): Fault {
  return {
    name,
    length: 'short',
    strike: (world, dice) => ask(world, { number: dice.pick(world.numbers).number, ...request(dice) }),
  };
}

/** A state of one number's connection, which lasts some seconds. */
function whileItLasts(name: string, request: (dice: Dice) => object): Fault {
  return {
    name,
    length: 'short',
    async strike(world, dice) {
      const { number } = dice.pick(world.numbers);
      const { id } = await tell<{ id: string }>(world, '/faults', { number, ...request(dice) });
      await sleep(dice.between(1_500, 4_000));
      await world.phones.call('DELETE', `/faults/${id}`).catch(() => undefined);
    },
  };
}

async function ask(world: World, fault: object): Promise<void> {
  await tell(world, '/faults', fault);
}

/** The network may be starting just now: it is told when it is there. */
async function tell<Answer>(world: World, path: string, body: object): Promise<Answer> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await world.phones.call<Answer>('POST', path, body);
    } catch (error) {
      if (attempt >= 100) throw error;
      await sleep(100);
    }
  }
}
