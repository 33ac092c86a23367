import { html, nothing, svg, type TemplateResult } from 'lit';
import type {
  Session,
  SessionHealth,
  SessionHealthEntry,
  SessionHealthFacts,
} from '../../client/contract.ts';
import { spanOf } from '../../format/span.ts';
import { rowTimeOf, type Clock } from '../../format/times.ts';
import { circleAlert } from '../../icons/list.gen.ts';
import { circleCheck } from '../../icons/sessions.gen.ts';
import { icon } from '../../icons/icon.ts';
import type { ListWords } from '../../words/pt-br/list.ts';
import type { SessionWords } from '../../words/pt-br/session.ts';
import type { SessionsWords } from '../../words/pt-br/sessions.ts';
import { mixed } from '../qr-pairing/pairing-parts.ts';
import { sessionNotes } from '../sessions/session-notes.ts';

/** What these parts are drawn from besides their data. */
export interface HealthContext {
  words: SessionWords;
  sessions: SessionsWords;
  /** Words for stretches of time. */
  list: ListWords;
  clock: Clock;
}

const TONES: Record<string, string> = { good: 't-pos', degraded: 't-cau', bad: 't-cri', unknown: 'muted' };
const DAY_MS = 24 * 60 * 60_000;
/** Bars of the last 24 hours: one for each half hour. */
const BARS = 48;

/** The score as a ring with its number: how full it is says the same without colour. */
export function scoreRing({ score, state }: SessionHealth, words: SessionWords): TemplateResult {
  return html`<span class="ring ${TONES[state]}" role="img" aria-label=${words.score(score)}>
    <svg viewBox="0 0 52 52" aria-hidden="true">
      ${svg`<circle cx="26" cy="26" r="23" pathLength="100" />`}
      ${!score ? nothing : svg`<circle class="share" cx="26" cy="26" r="23" pathLength="100" stroke-dasharray="${score} 100" />`}
    </svg>
    <b class="num" aria-hidden="true">${score ?? '–'}</b>
  </span>`;
}

/** State, and in plain words what takes from it and what to do now. */
export function healthNow(session: Session, context: HealthContext): TemplateResult {
  const { words, sessions, clock } = context;
  const { health, reason } = session;
  const since = words.since(rowTimeOf(health.since, clock));
  return html`<section class="now" aria-label=${words.tabs['health']!}>
    ${scoreRing(health, words)}
    <div class="grow">
      <h3>${words.states[health.state]} <span class="s muted num">· ${since}</span></h3>
      ${
        health.causes.length || health.state === 'bad'
          ? nothing
          : html`<p class="muted well">
              ${health.state === 'good' ? html`<span class="t-pos">${icon(circleCheck, 'i14')}</span>` : nothing} ${health.state === 'unknown' && session.status === 'connected' ? words.measuring : words.stateText[health.state]}
            </p>`
      }
      ${
        health.causes.length
          ? html`<ul class="causes">
              ${health.causes.map(
                ({ message, action, since: from }) =>
                  html`<li>
                    ${icon(circleAlert, 'i14')}
                    <div class="grow">
                      <div>${message}</div>
                      <div class="s muted">
                        ${sessions.todo[action] ? html`<b>${sessions.todo[action]}</b> · ` : nothing}<span class="num"
                          >${words.since(rowTimeOf(from, clock))}</span
                        >
                      </div>
                    </div>
                  </li>`,
              )}
            </ul>`
          : health.state === 'bad'
            ? html`<p>${reason?.message ?? words.stateText['bad']}</p>`
            : nothing
      }
      ${reason?.code === 'passkey_required' ? passkeyGuide(words) : nothing} ${gapLine(health, context)}
      ${sessionNotes({ ...session, reason: null, health: { ...health, causes: [] } }, sessions, clock)}
    </div>
  </section>`;
}

/** What to do on the phone of an account that links devices with a passkey only. */
export function passkeyGuide(words: SessionWords): TemplateResult {
  return html`<div class="guide">
    <h4>${words.passkeyTitle}</h4>
    <ol>
      ${words.passkeySteps.map((step) => html`<li>${mixed(step)}</li>`)}
    </ol>
  </div>`;
}

/** What was missed while it was away, and whether it has been caught up. */
function gapLine({ gap }: SessionHealth, { words, list }: HealthContext): unknown {
  if (!gap) return nothing;
  const away = spanOf(Date.parse(gap.until) - Date.parse(gap.from), { ...list, now: words.underMinute });
  const text = !gap.caughtUpAt
    ? words.gapRunning(gap.received, gap.announced?.messages ?? null)
    : gap.received
      ? words.gapDone(away, gap.received)
      : words.gapNothing(away);
  return html`<p class="gap s" role="status">${text}</p>`;
}

/** How a half hour was. */
type Bar = 'up' | 'some' | 'down' | 'none';

/** The bars of the last 24 hours, oldest first, from what interrupted them. */
export function barsOf(
  entries: readonly SessionHealthEntry[],
  { now, from }: { now: number; from: number },
): Bar[] {
  const away = entries.flatMap((entry) =>
    entry.type === 'disconnected' || entry.type === 'silence'
      ? [{ at: Date.parse(entry.at), until: entry.until ? Date.parse(entry.until) : now }]
      : [],
  );
  const length = DAY_MS / BARS;
  return Array.from({ length: BARS }, (_, index): Bar => {
    const start = now - DAY_MS + index * length;
    const end = start + length;
    if (end <= from) return 'none';
    const lost = away.reduce(
      (sum, { at, until }) => sum + Math.max(0, Math.min(end, until) - Math.max(start, at)),
      0,
    );
    return lost === 0 ? 'up' : lost >= length * 0.9 ? 'down' : 'some';
  });
}

/** The last day as bars: their height says how each half hour was, their colour says it again. */
export function dayStrip(
  entries: readonly SessionHealthEntry[],
  facts: SessionHealthFacts | null,
  { context, since }: { context: HealthContext; since: string },
): TemplateResult {
  const { words, clock } = context;
  const bars = barsOf(entries, { now: clock.now, from: Date.parse(since) });
  const share = facts?.connectedShareDay ?? null;
  const percent =
    share === null
      ? ''
      : words.dayShare(
          new Intl.NumberFormat(clock.locale, { style: 'percent', maximumFractionDigits: 1 }).format(share),
        );
  const seen = (['up', 'some', 'down', 'none'] as const).filter((kind) => bars.includes(kind));
  return html`<section>
    <div class="row">
      <h3>${words.dayTitle}</h3>
      <span class="end s muted num">${percent}</span>
    </div>
    <div class="bars" role="img" aria-label=${`${words.dayTitle}: ${percent}`}>
      ${bars.map((kind) => html`<i class=${kind}></i>`)}
    </div>
    <div class="legend s muted" aria-hidden="true">
      ${seen.map((kind) => html`<span><i class=${kind}></i>${words.legend[kind]}</span>`)}
    </div>
    ${facts ? factsOf(facts, context) : nothing}
  </section>`;
}

function factsOf(facts: SessionHealthFacts, { words, list, clock }: HealthContext): TemplateResult {
  const number = new Intl.NumberFormat(clock.locale);
  const oldest = (at: string | null): string =>
    at ? words.oldest(spanOf(clock.now - Date.parse(at), { ...list, now: words.underMinute })) : '';
  const rows: [name: string, count: number, note: string, isBad: boolean][] = [
    ['received', facts.receivedDay, '', false],
    ['sent', facts.sentDay, '', false],
    ['failed', facts.failedDay, '', facts.failedDay > 0],
    ['queued', facts.queued, oldest(facts.oldestQueuedAt), false],
    ['unconfirmed', facts.unconfirmed, oldest(facts.oldestUnconfirmedAt), false],
    ['waitingForPhone', facts.waitingForPhone, '', facts.waitingForPhone > 0],
    ['reconnects', facts.reconnectsDay, '', false],
  ];
  return html`<dl class="facts">
    ${rows.map(
      ([name, count, note, isBad]) =>
        html`<div>
          <dt class="s muted">${words.facts[name]}</dt>
          <dd class="num ${isBad ? 't-cau' : ''}">${number.format(count)}</dd>
          ${note ? html`<dd class="s muted">${note}</dd>` : nothing}
        </div>`,
    )}
  </dl>`;
}
