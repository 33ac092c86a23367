import { css } from 'lit';

/** Buttons, strips and whole-panel states, and the tokens that no first paint needs. */
export const controls = css`
  :host {
    --_raised: var(--mh-surface-raised, light-dark(#ffffff, #1e232a));
    --_bubble-in: var(--mh-bubble-in, light-dark(#ffffff, #1e232a));
    --_bubble-out: var(--mh-bubble-out, light-dark(#e3ebf5, #22314a));
    --_r4: calc(var(--_r3) * 1.5);
    --_ease: cubic-bezier(0.2, 0.8, 0.2, 1);
    --_mid: calc(200ms * var(--_motion));
    --_press: color-mix(in srgb, var(--_text) 8%, transparent);
    --_sh1: 0 1px 2px hsl(var(--_sh-light) / 0.06);
    --_sh-light: var(--mh-shadow, 220 40% 12%);
    --_sh-dark: var(--mh-shadow, 220 60% 2%);
    --_fs-xl: calc(var(--_fs) * 1.429);
    --_sunken: color-mix(in srgb, var(--_text) 5%, var(--_surface));
    --_sh2:
      0 0 0 1px light-dark(transparent, var(--_border)),
      0 4px 12px light-dark(hsl(var(--_sh-light) / 0.09), hsl(var(--_sh-dark) / 0.5));
    --_sh3:
      0 0 0 1px var(--_border), 0 16px 40px light-dark(hsl(var(--_sh-light) / 0.16), hsl(var(--_sh-dark) / 0.7));
  }
  .i28 {
    width: 28px;
    height: 28px;
    stroke-width: 1.4;
  }
  .btn {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-height: var(--_control);
    padding: 0 12px;
    border-radius: var(--_r2);
    border: 1px solid transparent;
    background: none;
    font-size: var(--_fs-m);
    font-weight: 500;
    white-space: nowrap;
    cursor: pointer;
    transition: background-color var(--_fast);
  }
  .btn:hover {
    background: var(--_hover);
  }
  .btn:active {
    background: var(--_press);
  }
  .btn--main {
    background: var(--_brand);
    color: var(--_on-brand);
  }
  .btn--main:hover {
    background: color-mix(in srgb, var(--_brand) 92%, var(--_text));
  }
  .btn--main:active {
    background: color-mix(in srgb, var(--_brand) 86%, var(--_text));
  }
  .btn--line {
    border-color: var(--_strong);
    background: var(--_surface);
  }
  .btn--text {
    color: var(--_brand-text);
    padding: 0 8px;
  }
  .btn--danger {
    color: var(--_critical);
    border-color: currentColor;
    background: var(--_surface);
  }
  .btn[disabled] {
    color: var(--_muted);
    background: var(--_sunken);
    cursor: default;
  }
  .strip {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 8px 16px;
    font-size: var(--_fs-m);
    background: color-mix(in srgb, var(--_caution) 10%, var(--_surface));
  }
  .strip svg,
  .strip b {
    color: var(--_caution);
    font-weight: 600;
  }
  .state {
    margin: auto;
    padding: 24px;
    display: flex;
    flex-direction: column;
    align-items: center;
    text-align: center;
  }
  .state h3 {
    font-size: var(--_fs-l);
    font-weight: 600;
    letter-spacing: -0.01em;
    margin-top: 14px;
    text-wrap: balance;
  }
  .state p {
    color: var(--_muted);
    margin-top: 4px;
    max-width: 280px;
    text-wrap: balance;
  }
  .state .acts {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 6px;
    margin-top: 16px;
  }
  .state .req {
    margin-top: 16px;
  }
  .tile {
    width: 56px;
    height: 56px;
    border-radius: 30%;
    display: grid;
    place-items: center;
    color: var(--_t, var(--_muted));
    background: color-mix(in srgb, var(--_t, var(--_text)) var(--_tint, 5%), var(--_surface));
  }
  .brand {
    color: var(--_brand-text);
    background: var(--_brand-soft);
  }
  .pos {
    --_t: var(--_positive);
    --_tint: 12%;
  }
  .cau {
    --_t: var(--_caution);
    --_tint: 12%;
  }
  .cri {
    --_t: var(--_critical);
    --_tint: 12%;
  }
  @media (forced-colors: active) {
    .count,
    .btn--main {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    .btn,
    .tile {
      border: 1px solid ButtonText;
    }
  }
`;
