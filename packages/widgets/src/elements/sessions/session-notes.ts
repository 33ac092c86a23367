import { html, nothing } from 'lit';
import type { Session } from '../../client/contract.ts';
import { rowTimeOf, type Clock } from '../../format/times.ts';
import { circleAlert } from '../../icons/list.gen.ts';
import { icon } from '../../icons/icon.ts';
import type { SessionsWords } from '../../words/pt-br/sessions.ts';

/** Since when, or why: the API's own words where it has some, and when WhatsApp was last heard. */
export function why(session: Session, words: SessionsWords, clock: Clock): string {
  const { status, connectedAt, lastSeenAt, reason } = session;
  if (status === 'connected') return connectedAt ? words.since(rowTimeOf(connectedAt, clock)) : '';
  if (status === 'pairing') return words.scan;
  const text = reason?.message ?? (status === 'disconnected' ? words.reconnecting : '');
  const seen = lastSeenAt ? words.lastSeen(rowTimeOf(lastSeenAt, clock)) : '';
  return [text.replace(/\.$/, ''), seen].filter(Boolean).join(' · ');
}

/** How well it works, as a number beside a bar; nothing while it is not known. */
export function healthMark({ health, status }: Session, words: SessionsWords): unknown {
  const { score } = health;
  if (score === null || status === 'paused' || status === 'pairing') return nothing;
  const tone = health.state === 'good' ? '' : health.state === 'bad' ? 't-cri' : 't-cau';
  return html`<span class="score ${tone}" role="img" aria-label=${words.health(score)} title=${words.health(score)}>
    ${words.healthWord}<i .style=${`--share:${score}%`}></i><b class="num">${score}</b>
  </span>`;
}

/** Actions that the row's own button, or its state, already says. */
const SAID = ['none', 'scan', 'enter_code', 'pair_again'];

/** What to do now, what WhatsApp holds back, and the import of older messages while it runs. */
export function sessionNotes(session: Session, words: SessionsWords, clock: Clock): unknown {
  const { reason, restrictions, history, status, health } = session;
  const action = reason?.action ?? 'none';
  const todo = status === 'connected' || SAID.includes(action) ? '' : words.todo[action];
  // Of what is connected and unwell the worst cause is told; the detail has them all.
  const cause = status === 'connected' ? health.causes[0] : undefined;
  return html`${todo ? html`<div class="todo">${todo}</div>` : nothing}
  ${cause ? html`<div class="why">${cause.message}</div>` : nothing}
  ${restrictions.map(({ code, until }) => {
    const what = words.limits[code] ?? words.limited(code);
    return html`<div class="note">
      ${icon(circleAlert, 'i12')} ${until ? words.untilWhen(what, rowTimeOf(until, clock)) : what}
    </div>`;
  })}
  ${
    history && history.progress < 100
      ? html`<div class="note note--info">${words.importing(history.progress)}</div>
          <progress max="100" .value=${history.progress} aria-label=${words.importing(history.progress)}></progress>`
      : nothing
  }`;
}
