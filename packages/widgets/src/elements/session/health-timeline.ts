import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { SessionHealthEntry } from '../../client/contract.ts';
import { dayLabelOf } from '../../format/day-label.ts';
import { spanOf } from '../../format/span.ts';
import { dayKeyOf, timeOf } from '../../format/times.ts';
import { circleAlert } from '../../icons/list.gen.ts';
import { circleCheck, unlink } from '../../icons/sessions.gen.ts';
import { refreshCw, wifiOff } from '../../icons/states.gen.ts';
import { icon } from '../../icons/icon.ts';
import type { HealthContext } from './health-parts.ts';

interface Told {
  drawing: string;
  tone: string;
  title: string;
  detail: string;
}

/** What happened, latest first, under its days. */
export function healthTimeline(
  entries: readonly SessionHealthEntry[],
  context: HealthContext,
): TemplateResult {
  const { words, clock } = context;
  let day = '';
  return html`<section>
    <h3>${words.historyTitle}</h3>
    ${
      entries.length
        ? html`<ol class="timeline">
            ${repeat(
              entries,
              (entry) => entry.id,
              (entry) => {
                const key = dayKeyOf(entry.at, clock);
                const isNewDay = key !== day;
                day = key;
                const { drawing, tone, title, detail } = tell(entry, context);
                return html`${isNewDay ? html`<li class="when s muted">${dayLabelOf(entry.at, clock)}</li>` : nothing}
                  <li class="entry">
                    <span class="mark ${tone}">${icon(drawing, 'i14')}</span>
                    <div class="grow">
                      <div>${title}</div>
                      ${detail ? html`<div class="s muted">${detail}</div>` : nothing}
                    </div>
                    <time class="s muted num" datetime=${entry.at}>${timeOf(entry.at, clock)}</time>
                  </li>`;
              },
            )}
          </ol>`
        : html`<p class="muted">${words.historyEmpty}</p>`
    }
  </section>`;
}

function tell(entry: SessionHealthEntry, context: HealthContext): Told {
  const { words, list } = context;
  const span = (until: string): string =>
    spanOf(Date.parse(until) - Date.parse(entry.at), { ...list, now: words.underMinute });
  switch (entry.type) {
    case 'changed': {
      const isGood = entry.state === 'good';
      return {
        drawing: isGood ? circleCheck : circleAlert,
        tone: isGood ? 't-pos' : entry.state === 'bad' ? 't-cri' : 't-cau',
        title: words.became(words.states[entry.state]!.toLocaleLowerCase(), entry.score),
        detail: joined(...entry.causes.map((code) => words.causes[code] ?? code)),
      };
    }
    case 'disconnected':
      return {
        drawing: wifiOff,
        tone: entry.until ? 'muted' : 't-cri',
        title: words.lost,
        detail: joined(
          words.reasons[entry.reason] ?? entry.reason,
          entry.until ? words.lasted(span(entry.until)) : words.ongoing,
        ),
      };
    case 'gap': {
      const { caughtUpAt, received } = entry.gap;
      return {
        drawing: refreshCw,
        tone: caughtUpAt ? 't-pos' : 't-inf',
        title: caughtUpAt ? words.caughtUp(received) : words.catchingUp,
        detail: '',
      };
    }
    case 'silence':
      return {
        drawing: unlink,
        tone: entry.until ? 'muted' : 't-cau',
        title: words.silent,
        detail: joined(
          words.silence[entry.cause],
          entry.until ? words.lasted(span(entry.until)) : words.ongoing,
        ),
      };
    default:
      return {
        drawing: circleAlert,
        tone: entry.until ? 'muted' : 't-cau',
        title: entry.message,
        detail: entry.until ? words.resolved(span(entry.until)) : words.open,
      };
  }
}

function joined(...parts: (string | undefined)[]): string {
  return parts.filter(Boolean).join(' · ');
}
