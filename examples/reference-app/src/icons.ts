import { svg, html, type TemplateResult } from 'lit';

const drawings = {
  inbox: svg`<path d="M22 12h-6l-2 3h-4l-2-3H2"/><path d="M5.5 5.1 2 12v6a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2v-6l-3.5-6.9A2 2 0 0 0 16.8 4H7.2a2 2 0 0 0-1.7 1.1z"/>`,
  phone: svg`<rect x="5" y="2" width="14" height="20" rx="2"/><path d="M12 18h.01"/>`,
  person: svg`<circle cx="12" cy="8" r="4"/><path d="M4 21a8 8 0 0 1 16 0"/>`,
  chevron: svg`<path d="m6 9 6 6 6-6"/>`,
  mark: svg`<path d="M4 19V8.5A3.5 3.5 0 0 1 7.5 5c3 0 4.5 2.6 4.5 5.5V14"/><path d="M20 19V8.5A3.5 3.5 0 0 0 16.5 5c-3 0-4.5 2.6-4.5 5.5"/><circle cx="12" cy="18" r="1.4" fill="currentColor"/>`,
};

/** A decorative line icon, 20 px; what it stands for is said by the words around it. */
export function icon(name: keyof typeof drawings): TemplateResult {
  return html`<svg
    viewBox="0 0 24 24"
    width="20"
    height="20"
    fill="none"
    stroke="currentColor"
    stroke-width="1.75"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${drawings[name]}
  </svg>`;
}
