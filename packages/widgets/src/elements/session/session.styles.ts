import { css } from 'lit';

/** The frame, its tabs, the dialog that asks, and what shows while it loads. */
export const sessionStyles = css`
  :host {
    display: block;
    container: mh-session / inline-size;
  }
  .frame {
    display: flex;
    flex-direction: column;
    background: var(--_surface);
  }
  .frame.card {
    border: 1px solid var(--_border);
    border-radius: var(--_r4);
    overflow: clip;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    padding: 14px 16px 12px;
  }
  .frame:not(.card) .head {
    padding-inline-end: 52px;
  }
  .head .wrong {
    flex-basis: 100%;
  }
  .mark {
    display: grid;
    place-items: center;
    flex: none;
  }
  .head .mark svg {
    width: 20px;
    height: 20px;
  }
  .t-pos {
    color: var(--_positive);
  }
  .t-cau {
    color: var(--_caution);
  }
  .t-cri,
  .wrong {
    color: var(--_critical);
  }
  .t-inf {
    color: var(--_info);
  }
  .tabs {
    display: flex;
    gap: 4px;
    padding: 0 12px;
    border-bottom: 1px solid var(--_border);
  }
  .tabs button {
    position: relative;
    min-height: max(36px, var(--_control));
    padding: 0 8px;
    border: 0;
    background: none;
    color: var(--_muted);
    font-size: var(--_fs-m);
    font-weight: 500;
    cursor: pointer;
  }
  .tabs button[aria-selected='true'] {
    color: var(--_text);
    font-weight: 600;
  }
  .tabs button[aria-selected='true']::after {
    content: '';
    position: absolute;
    inset: auto 4px -1px;
    height: 2px;
    background: var(--_line);
  }
  .tabs button:focus-visible {
    outline-offset: -2px;
  }
  .panel {
    display: flex;
    flex-direction: column;
    min-width: 0;
  }
  section {
    padding: 16px;
  }
  section + section {
    border-top: 1px solid var(--_border);
  }
  h3 {
    font-size: var(--_fs);
    font-weight: 600;
  }
  h3 .s {
    font-weight: 400;
  }
  dialog {
    margin: auto;
    padding: 20px;
    width: min(420px, calc(100vw - 24px));
    border: 0;
    border-radius: var(--_r4);
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_sh3);
  }
  dialog::backdrop {
    background: hsl(220 40% 8% / 0.45);
  }
  dialog p {
    margin-top: 6px;
    color: var(--_muted);
    text-wrap: pretty;
  }
  dialog .wrong {
    color: var(--_critical);
  }
  dialog .row {
    margin-top: 20px;
    justify-content: flex-end;
  }
  .skeleton {
    display: grid;
    gap: 16px;
    padding: 16px;
  }
  .sk-now {
    display: flex;
    gap: 16px;
  }
  .sk-now > .sk {
    width: 56px;
    height: 56px;
    border-radius: 50%;
  }
  .sk-now div {
    flex: 1;
    display: grid;
    gap: 8px;
    align-content: center;
  }
  .sk-now div .sk {
    width: 50%;
  }
  .sk-bars {
    height: 28px;
  }
  .sk-line {
    width: 70%;
  }
`;
