import { limits } from '../limits.ts';
import type { Network } from '../network.ts';
import { SandboxProblem } from '../problem.ts';
import type { StoredRow } from '../store/store.ts';
import type { Route } from './routes.ts';
import { time } from './views.ts';

interface Snapshot {
  id: string;
  takenAt: number;
  rows: StoredRow[];
  bytes: number;
}

const snapshots = new WeakMap<Network, Map<string, Snapshot>>();

/** The whole state, and time. */
export const stateRoutes: Route[] = [
  {
    method: 'POST',
    path: '/snapshot',
    summary:
      'Remembers everything as it is now, as long as the process lives; files on the media host are not copied.',
    body: {
      type: 'object',
      properties: {
        id: {
          type: 'string',
          pattern: '^[A-Za-z0-9_-]{1,40}$',
          description: 'Absent: made up. One that is there is replaced.',
          'x-expects': 'up to 40 letters, digits, dashes or underscores',
        },
      },
    },
    answers: { 201: 'The snapshot.' },
    handle: ({ network, body }) => {
      const kept = snapshotsOf(network);
      const id = (body['id'] as string | undefined) ?? `snapshot_${kept.size + 1}`;
      if (!kept.has(id) && kept.size >= limits.snapshots) {
        throw new SandboxProblem(
          409,
          'too_many_snapshots',
          `At most ${limits.snapshots} snapshots; take one again by its id.`,
        );
      }
      const rows = network.dump();
      const bytes = rows.reduce((sum, row) => sum + row.value.length, 0);
      const snapshot = { id, takenAt: network.world.clock.now(), rows, bytes };
      kept.set(id, snapshot);
      return { status: 201, body: snapshotView(snapshot) };
    },
  },
  {
    method: 'GET',
    path: '/snapshot',
    summary: 'The snapshots.',
    answers: { 200: 'The snapshots, oldest first.' },
    handle: ({ network }) => ({
      status: 200,
      body: { data: [...snapshotsOf(network).values()].map(snapshotView) },
    }),
  },
  {
    method: 'POST',
    path: '/restore',
    summary:
      'Goes back to a snapshot. All connections are cut; clients must come back with the state that they had then.',
    body: {
      type: 'object',
      required: ['id'],
      properties: { id: { type: 'string', minLength: 1, maxLength: 40 } },
    },
    answers: { 200: 'The snapshot.' },
    handle: ({ network, body }) => {
      const snapshot = snapshotsOf(network).get(body['id'] as string);
      if (!snapshot) {
        throw new SandboxProblem(404, 'snapshot_not_found', `There is no snapshot ${body['id'] as string}.`);
      }
      network.restore(snapshot.rows);
      return { status: 200, body: snapshotView(snapshot) };
    },
  },
  {
    method: 'GET',
    path: '/clock',
    summary: "The network's clock.",
    answers: { 200: 'The time.' },
    handle: ({ network }) => ({ status: 200, body: clockView(network) }),
  },
  {
    method: 'POST',
    path: '/clock',
    summary:
      "Moves or stops the network's clock: the time of messages, receipts and logins, and when codes expire. Timers run on.",
    body: {
      type: 'object',
      properties: {
        now: {
          type: 'string',
          maxLength: 40,
          description: 'The time from now on (RFC 3339); absent: as it is.',
        },
        advanceMs: {
          type: 'integer',
          minimum: -31_536_000_000,
          maximum: 31_536_000_000,
          description: 'So much further.',
        },
        frozen: {
          type: 'boolean',
          description: 'It stands still until it is set again; absent: it goes on.',
        },
        reset: { type: 'boolean', description: "Back to the machine's clock." },
      },
    },
    answers: { 200: 'The time.' },
    handle: ({ network, body }) => {
      const { clock } = network.world;
      const base =
        body['reset'] === true
          ? Date.now()
          : body['now'] === undefined
            ? clock.now()
            : Date.parse(body['now'] as string);
      if (Number.isNaN(base)) {
        throw new SandboxProblem(400, 'invalid_request', 'now is no time that exists.', [
          { field: 'now', message: 'is no time that exists' },
        ]);
      }
      clock.set(base + ((body['advanceMs'] as number | undefined) ?? 0), body['frozen'] === true);
      network.events.emit('clock.set', [], clockView(network));
      return { status: 200, body: clockView(network) };
    },
  },
];

function snapshotsOf(network: Network): Map<string, Snapshot> {
  let kept = snapshots.get(network);
  if (!kept) snapshots.set(network, (kept = new Map()));
  return kept;
}

function snapshotView({ id, takenAt, rows, bytes }: Snapshot) {
  return { id, takenAt: time(takenAt), rows: rows.length, bytes };
}

function clockView(network: Network) {
  const { clock } = network.world;
  return { now: time(clock.now()), offsetMs: clock.offset, frozen: clock.isFrozen };
}
