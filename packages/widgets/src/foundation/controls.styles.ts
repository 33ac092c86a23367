import { css } from 'lit';

/** Buttons, icons, avatars, text cuts, focus, skeleton and full-panel states: what every element draws with. */
export const controls = css`
  * {
    box-sizing: border-box;
    margin: 0;
  }
  button,
  input,
  textarea {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
  }
  :focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  svg {
    display: block;
    flex: none;
  }
  .i {
    width: 16px;
    height: 16px;
    stroke: currentColor;
    fill: none;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .i14 {
    width: 14px;
    height: 14px;
  }
  .i12 {
    width: 12px;
    height: 12px;
    stroke-width: 2;
  }
  .i28 {
    width: 28px;
    height: 28px;
    stroke-width: 1.4;
  }
  .row {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .grow {
    flex: 1;
    min-width: 0;
  }
  .end {
    margin-inline-start: auto;
  }
  .cut {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    min-width: 0;
  }
  .num {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .s {
    font-size: var(--_fs-s);
  }
  .muted {
    color: var(--_muted);
  }
  .vh {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .title {
    font-size: var(--_fs-l);
    font-weight: 600;
    letter-spacing: -0.01em;
    line-height: 24px;
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
  .ib {
    display: inline-grid;
    place-items: center;
    width: var(--_control);
    height: var(--_control);
    padding: 0;
    border: 0;
    background: none;
    border-radius: var(--_r2);
    color: var(--_muted);
    flex: none;
    cursor: pointer;
  }
  .ib:hover {
    background: var(--_hover);
    color: var(--_text);
  }
  .count {
    display: inline-grid;
    place-items: center;
    min-width: 18px;
    height: 18px;
    padding: 0 5px;
    border-radius: 99px;
    background: var(--_brand);
    color: var(--_on-brand);
    font-size: var(--_fs-xs);
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    line-height: 1;
  }
  .av {
    --_av: var(--_info);
    display: inline-grid;
    place-items: center;
    flex: none;
    width: 36px;
    height: 36px;
    border-radius: 50%;
    font-size: 12.5px;
    font-weight: 600;
    letter-spacing: 0.01em;
    color: color-mix(in srgb, var(--_text) 82%, var(--_av));
    background: color-mix(in srgb, var(--_av) 16%, var(--_surface));
    overflow: hidden;
  }
  .av--20 {
    width: 20px;
    height: 20px;
    font-size: 9.5px;
    letter-spacing: -0.02em;
  }
  .a2 {
    --_av: var(--_positive);
  }
  .a3 {
    --_av: var(--_caution);
  }
  .a4 {
    --_av: var(--_assistant);
  }
  .a5 {
    --_av: var(--_critical);
  }
  .a6 {
    --_av: var(--_muted);
  }
  .wait {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    font-size: var(--_fs-s);
    font-variant-numeric: tabular-nums;
    color: var(--_muted);
    white-space: nowrap;
  }
  .wait svg {
    width: 14px;
    height: 14px;
  }
  .wait circle {
    stroke: var(--_strong);
    opacity: 0.55;
  }
  .wait circle + circle {
    stroke: currentColor;
    opacity: 1;
  }
  .wait--near {
    color: var(--_caution);
    font-weight: 500;
  }
  .wait--late {
    color: var(--_critical);
    font-weight: 600;
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
  .sk {
    display: block;
    height: 10px;
    border-radius: 4px;
    background: var(--_skeleton);
  }
  .skeleton {
    animation: shimmer calc(1.6s * var(--_motion)) ease-in-out infinite alternate;
  }
  @keyframes shimmer {
    to {
      opacity: 0.55;
    }
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
