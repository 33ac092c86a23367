import { Problem } from '../http/problem.ts';
import type { Operations } from '../http/operation.ts';
import { type ApiEvent, NumberedEvent } from './numbered-event.ts';
import { readEventRange, readEvents } from './read-events.ts';
import { eventVisibility } from './visibility.ts';

/** Rows looked at for one poll, when most of them may not be seen: it bounds the work, and the poller comes again. */
const MOST_ROWS = 1_000;

/** Polling of the event stream. The WebSocket of the same stream is realtime.ts. */
export const eventOperations: Pick<Operations, 'listEvents'> = {
  async listEvents({ app, query, caller, inAccount }) {
    return inAccount(async (tx) => {
      const { newest, oldest } = await readEventRange(tx);
      if (query.after === undefined)
        return { status: 200, body: { data: [], position: newest, hasMore: false } };
      if (query.after > newest || query.after < oldest - 1)
        throw new Problem({
          status: 410,
          code: 'events_expired',
          detail:
            query.after > newest
              ? 'This position is ahead of what the server has. Load your lists anew and begin without after.'
              : 'Events that old are no longer kept. Load your lists anew and begin without after.',
        });
      const types = query.types ? new Set<string>(query.types) : null;
      const limit = query.limit ?? 50;
      const data: ApiEvent[] = [];
      let position = query.after;
      for (let looked = 0; looked < MOST_ROWS && position < newest && data.length < limit; ) {
        const rows = await readEvents(tx, {
          after: position,
          limit: Math.max(limit, 50),
          currentHolders: caller.ownConversationsOnly,
        });
        if (rows.length === 0) break;
        looked += rows.length;
        for (const row of rows) {
          if (data.length === limit) break;
          position = row.seq;
          const visibility = eventVisibility(caller, row);
          if (visibility === 'hidden') continue;
          const event = new NumberedEvent(row, app.media.links);
          const shown = visibility === 'seen' ? event.show() : event.showWithdrawn();
          if (!types || types.has(shown.type)) data.push(shown);
        }
      }
      return { status: 200, body: { data, position, hasMore: position < newest } };
    });
  },
};
