import { html, type TemplateResult } from 'lit';

/** An icon of `icons.gen.ts`, decoration only: the words beside it, or an `aria-label`, carry the meaning. */
export function icon(drawing: unknown, size: '' | 'i12' | 'i14' | 'i28' = ''): TemplateResult {
  return html`<svg class="i ${size}" viewBox="0 0 24 24" aria-hidden="true">${drawing}</svg>`;
}
