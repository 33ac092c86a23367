import { html, type TemplateResult } from 'lit';

/** An icon of the `*.gen.ts` files, decoration only: the words beside it, or an `aria-label`, carry the meaning. */
export function icon(path: string, size: '' | 'i12' | 'i14' | 'i14 dash' | 'i28' = ''): TemplateResult {
  return html`<svg class="i ${size}" viewBox="0 0 24 24" aria-hidden="true"><path d=${path}></path></svg>`;
}
