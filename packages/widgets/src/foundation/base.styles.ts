import { css } from 'lit';

/** Icons, avatars, text cuts, focus and skeleton: what a first paint is drawn with. */
export const base = css`
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
  .dash {
    stroke-dasharray: 3.93;
  }
  .i12 {
    width: 12px;
    height: 12px;
    stroke-width: 2;
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
`;
