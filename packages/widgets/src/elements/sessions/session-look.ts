import type { Session } from '../../client/contract.ts';
import { circleAlert } from '../../icons/list.gen.ts';
import { circleCheck, unlink } from '../../icons/sessions.gen.ts';
import { lock, qrCode, refreshCw, smartphone } from '../../icons/states.gen.ts';

/** How a session looks: its icon, its tone, and whether it asks for somebody. */
export const LOOKS: Record<string, { drawing: string; tone: string; trouble: '' | 'warn' | 'bad' }> = {
  connected: { drawing: circleCheck, tone: 't-pos', trouble: '' },
  unwell: { drawing: circleAlert, tone: 't-cau', trouble: 'warn' },
  connecting: { drawing: refreshCw, tone: 't-inf', trouble: '' },
  pairing: { drawing: qrCode, tone: 't-inf', trouble: '' },
  disconnected: { drawing: refreshCw, tone: 't-cau', trouble: 'warn' },
  waiting_phone: { drawing: smartphone, tone: 't-cau', trouble: 'warn' },
  logged_out: { drawing: unlink, tone: 't-cri', trouble: 'bad' },
  failed: { drawing: circleAlert, tone: 't-cri', trouble: 'bad' },
  paused: { drawing: lock, tone: 'muted', trouble: '' },
};

/** The state as it is drawn: a session that waits for its phone, or is connected and unwell, looks its own way. */
export function lookOf({ status, reason, health }: Session): string {
  if (status === 'disconnected' && reason?.action === 'open_phone') return 'waiting_phone';
  return status === 'connected' && /degraded|bad/.test(health.state) ? 'unwell' : status;
}
