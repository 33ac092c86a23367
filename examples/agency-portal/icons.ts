import { html, type Html } from './html.ts';

const paths = {
  home: html`<path d="M4 11l8-7 8 7v8a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2z" /><path d="M10 21v-6h4v6" />`,
  inbox: html`<path d="M20.5 11.5a8.5 8.5 0 0 1-12.6 7.4L3 20.5l1.6-4.9A8.5 8.5 0 1 1 20.5 11.5z" />`,
  phone: html`<rect x="6" y="2" width="12" height="20" rx="3" /><path d="M11 18h2" />`,
  chevrons: html`<path d="M7 15l5 5 5-5M7 9l5-5 5 5" />`,
  close: html`<path d="M18 6 6 18M6 6l12 12" />`,
  leave: html`<path d="M10 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h4M15 16l4-4-4-4M19 12H9" />`,
};

/** A decorative line icon of the portal, 24 units square. */
export function icon(name: keyof typeof paths): Html {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${paths[name]}</svg>`;
}
