import { css } from 'lit';

/** The tokens that the app's own elements use: what `<mh-provider>` sets, else the neutral look of the product. */
export const tokens = css`
  :host {
    --brand: var(--mh-brand, light-dark(#34527a, #9db9e2));
    --on-brand: var(--mh-on-brand, light-dark(#ffffff, #0e1a2a));
    --brand-text: var(--mh-brand-text, light-dark(#2d4c76, #a8c3ea));
    --brand-soft: var(--mh-brand-soft, light-dark(#e8eef6, #202c3d));
    --ground: var(--mh-bg, light-dark(#f4f5f7, #0f1216));
    --surface: var(--mh-surface, light-dark(#ffffff, #16191f));
    --text: var(--mh-text, light-dark(#1a1e24, #e7eaee));
    --muted: var(--mh-text-muted, light-dark(#58606b, #a1a9b5));
    --border: var(--mh-border, light-dark(#e1e4e9, #2a3039));
    --strong: var(--mh-border-strong, light-dark(#7d8591, #6e7885));
    --caution: var(--mh-caution, light-dark(#8a5800, #e0ad4a));
    --critical: var(--mh-critical, light-dark(#b4302b, #f28d84));
    --radius: var(--mh-radius, 8px);
    --line: color-mix(in srgb, var(--brand) 50%, var(--brand-text));
    color: var(--text);
    font: 14px/1.43 var(--mh-font, system-ui, sans-serif);
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  :focus-visible {
    outline: 2px solid var(--mh-focus, var(--brand-text));
    outline-offset: 2px;
  }

  h1,
  h2,
  p {
    margin: 0;
  }

  h1 {
    font-size: 20px;
    font-weight: 600;
    line-height: 1.3;
    letter-spacing: -0.01em;
  }

  h2 {
    font-size: 14px;
    font-weight: 600;
  }

  button {
    min-height: 32px;
    padding: 0 12px;
    border: 1px solid var(--strong);
    border-radius: calc(var(--radius) * 0.75);
    background: var(--surface);
    color: inherit;
    font: inherit;
    font-size: 13px;
    font-weight: 500;
    cursor: pointer;
  }

  button.primary {
    border-color: transparent;
    background: var(--brand);
    color: var(--on-brand);
  }

  button[aria-disabled='true'] {
    cursor: progress;
  }

  @media (pointer: coarse) {
    button {
      min-height: 44px;
    }
  }
`;
