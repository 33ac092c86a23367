import type { Application } from '../application.ts';
import { sessionLimits } from './limits.ts';

/**
 * Has the owner of a session let it go, so that another gateway takes it; where there is no other, it's connected anew
 * by the same one. Nothing is lost on the way: what comes meanwhile waits at WhatsApp, what is sent waits in the outbox.
 */
export async function handOverSession(
  app: Pick<Application, 'database' | 'gateway'>,
  session: { accountId: string; sessionId: string },
): Promise<void> {
  await app.database.crossing('hand_over_session', [
    session.accountId,
    session.sessionId,
    sessionLimits.handoverMs,
  ]);
  // An owner in another process hears of it with the next renewal.
  app.gateway?.release(session.sessionId);
}
