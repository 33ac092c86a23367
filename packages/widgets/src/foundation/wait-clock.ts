import { html, svg, type TemplateResult } from 'lit';
import type { Wait } from '../format/waiting.ts';

/** A ring that fills towards the target, solid with an exclamation mark past it. Shape and words first, colour third. */
export function waitClock(wait: Wait): TemplateResult {
  const late = wait.level === 'late';
  return html`<span class="wait wait--${wait.level}"
    ><svg viewBox="0 0 14 14" aria-hidden="true">
      ${
        late
          ? svg`<path fill="currentColor" fill-rule="evenodd" d="M7 .5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM6.15 3.4h1.7v4.3h-1.7zM7 9.1a1 1 0 1 1 0 2 1 1 0 0 1 0-2Z"/>`
          : svg`<circle cx="7" cy="7" r="5" fill="none" stroke-width="1.75"/><circle cx="7" cy="7" r="5" fill="none" stroke-width="2.25" stroke-dasharray="${(wait.share * 31.4).toFixed(1)} 31.4" transform="rotate(-90 7 7)"/>`
      }</svg
    ><bdi>${wait.text}</bdi></span
  >`;
}
