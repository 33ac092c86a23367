import type { TemplateResult } from 'lit';
import type { PairingPhase } from '../../controllers/pairing.ts';
import { fullState } from '../../foundation/full-states.ts';
import { circleAlert } from '../../icons/list.gen.ts';
import { phoneOff, unlink } from '../../icons/sessions.gen.ts';
import { qrCode, refreshCw, smartphone } from '../../icons/states.gen.ts';
import type { PairingWords } from '../../words/pt-br/pairing.ts';
import { button } from './pairing-parts.ts';

interface StateLook {
  drawing: string;
  tone: 'cau' | 'cri' | '';
  title: keyof PairingWords;
  /** Said where the API gives no reason of its own. */
  text: keyof PairingWords;
  /** What the button that asks for a code again is called, and its icon; none where waiting is all there is. */
  again?: [name: keyof PairingWords, drawing: string];
}

/** Phases that are one sentence and at most one way on. */
const LOOKS: Partial<Record<PairingPhase, StateLook>> = {
  waiting_phone: { drawing: smartphone, tone: 'cau', title: 'phoneTitle', text: 'phoneText' },
  reconnecting: { drawing: refreshCw, tone: 'cau', title: 'reconnectingTitle', text: 'reconnectingText' },
  paused: { drawing: circleAlert, tone: '', title: 'pausedTitle', text: 'pausedText' },
  logged_out: {
    drawing: unlink,
    tone: 'cri',
    title: 'loggedOutTitle',
    text: 'loggedOutText',
    again: ['pairAgain', qrCode],
  },
  wrong_number: {
    drawing: phoneOff,
    tone: 'cri',
    title: 'wrongTitle',
    text: 'wrongText',
    again: ['start', qrCode],
  },
  failed: {
    drawing: circleAlert,
    tone: 'cri',
    title: 'failedTitle',
    text: 'failedText',
    again: ['tryAgain', refreshCw],
  },
};

/** A phase that says one thing, in the API's own words where it has some; null for phases with a view of their own. */
export function pairingState(
  phase: PairingPhase,
  words: PairingWords,
  { reason, again }: { reason: string | undefined; again: () => void },
): TemplateResult | null {
  const look = LOOKS[phase];
  if (!look) return null;
  const { drawing, tone } = look;
  return fullState({
    drawing,
    tone,
    title: words[look.title] as string,
    text: reason ?? words[look.text],
    actions: look.again && button(words[look.again[0]] as string, again, look.again[1]),
  });
}
