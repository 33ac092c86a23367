import { css } from 'lit';

export const sessionsStyles = css`
  :host {
    container: mh-sessions / inline-size;
  }
  .frame {
    display: flex;
    flex-direction: column;
    background: var(--_surface);
    border: 1px solid var(--_border);
    border-radius: var(--_r4);
    overflow: clip;
  }
  .frame:has(> .state, > .skeleton) {
    min-height: 280px;
  }
  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    padding: 12px 16px;
    border-bottom: 1px solid var(--_border);
  }
  .warn-text {
    color: var(--_caution);
    font-weight: 500;
  }
  ul {
    list-style: none;
    padding: 0;
    margin: 0;
  }
  li {
    position: relative;
    display: grid;
    grid-template-columns: 28px minmax(150px, 1.1fr) minmax(180px, 1.5fr) 124px minmax(170px, 0.8fr);
    gap: 2px 12px;
    align-items: center;
    min-height: calc(59px * var(--_density));
    padding: 9px 10px 9px 16px;
    padding-inline: 16px 10px;
  }
  li + li {
    border-top: 1px solid var(--_border);
  }
  li.warn,
  li.bad {
    --_t: var(--_caution);
    background: color-mix(in srgb, var(--_t) 5%, var(--_surface));
  }
  li.bad {
    --_t: var(--_critical);
  }
  li.warn::before,
  li.bad::before {
    content: '';
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    width: 3px;
    background: var(--_t);
  }
  .mark {
    display: grid;
    place-items: center;
  }
  .mark svg {
    width: 18px;
    height: 18px;
  }
  .t-pos {
    color: var(--_positive);
  }
  .t-cau {
    color: var(--_caution);
  }
  .t-cri {
    color: var(--_critical);
  }
  .t-inf {
    color: var(--_info);
  }
  .name {
    display: block;
    max-width: 100%;
    padding: 0;
    border: 0;
    background: none;
    font: inherit;
    font-weight: 500;
    color: inherit;
    text-align: start;
    cursor: pointer;
  }
  /* The whole row opens it; its other buttons stand above. */
  .name::after {
    content: '';
    position: absolute;
    inset: 0;
  }
  .name:focus-visible {
    outline: none;
  }
  .name:focus-visible::after {
    outline: 2px solid var(--_focus);
    outline-offset: -2px;
  }
  li:has(.name:hover) {
    background: color-mix(in srgb, var(--_text) 3%, var(--_surface));
  }
  .acts > * {
    position: relative;
  }
  .score {
    display: flex;
    align-items: center;
    gap: 6px;
    font-size: var(--_fs-s);
    color: var(--_muted);
  }
  .score.t-cau {
    color: var(--_caution);
  }
  .score.t-cri {
    color: var(--_critical);
  }
  .score b {
    font-weight: 500;
    color: inherit;
  }
  .score i {
    width: 44px;
    height: 4px;
    border-radius: 99px;
    background: linear-gradient(currentColor 0 0) 0 / var(--share) 100% no-repeat
      color-mix(in srgb, var(--_text) 12%, transparent);
  }
  .how {
    font-size: var(--_fs-m);
    font-weight: 500;
  }
  .t-pos.how {
    color: inherit;
  }
  .why {
    font-size: var(--_fs-s);
    color: var(--_muted);
    text-wrap: pretty;
  }
  .todo {
    font-size: var(--_fs-s);
    font-weight: 500;
  }
  .note {
    display: flex;
    align-items: center;
    gap: 5px;
    font-size: var(--_fs-s);
    color: var(--_caution);
  }
  .note--info {
    color: var(--_muted);
  }
  progress {
    max-width: 180px;
    margin-top: 3px;
  }
  .acts {
    display: flex;
    gap: 4px;
    justify-content: flex-end;
    align-items: center;
  }
  .acts .btn {
    min-height: max(24px, calc(28px * var(--_density)));
    padding: 0 10px;
  }
  [popover] {
    position: fixed;
    margin: 0;
    inset: auto;
    padding: 4px;
    border: 0;
    min-width: 180px;
    border-radius: var(--_r3);
    background: var(--_raised);
    color: var(--_text);
    box-shadow: 0 0 0 1px var(--_border), var(--_sh3);
  }
  [popover] .btn {
    width: 100%;
    justify-content: flex-start;
    min-height: var(--_control);
    padding: 0 8px;
  }
  [popover] .danger {
    color: var(--_critical);
  }
  dialog {
    margin: auto;
    padding: 0;
    width: min(680px, calc(100vw - 24px));
    max-height: calc(100dvh - 24px);
    border: 0;
    border-radius: var(--_r4);
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_sh3);
  }
  dialog .title:focus-visible {
    outline: none;
  }
  dialog.detail {
    width: min(720px, calc(100vw - 24px));
    height: min(760px, calc(100dvh - 24px));
    overflow: auto;
    background: var(--_surface);
  }
  .detail .close {
    position: absolute;
    inset-block-start: 12px;
    inset-inline-end: 12px;
    z-index: 1;
  }
  dialog.ask {
    width: min(420px, calc(100vw - 24px));
    padding: 20px;
  }
  dialog::backdrop {
    background: hsl(220 40% 8% / 0.45);
  }
  .dialog-top {
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding: 10px 12px 0 20px;
    padding-inline: 20px 12px;
  }
  .ask p {
    color: var(--_muted);
    margin-top: 6px;
    text-wrap: pretty;
  }
  .ask .wrong {
    color: var(--_critical);
  }
  .ask .row {
    margin-top: 20px;
    justify-content: flex-end;
  }
  .sk-row {
    display: grid;
    grid-template-columns: 28px 1fr 1.4fr;
    gap: 12px;
    align-items: center;
    height: 59px;
    padding-inline: 16px;
    border-top: 1px solid var(--_border);
  }
  .sk-row .sk {
    width: 60%;
  }
  .sk-row .sk:first-child {
    width: 18px;
    height: 18px;
    border-radius: 50%;
  }
  @container mh-sessions (max-width: 640px) {
    li {
      grid-template-columns: 28px minmax(0, 1fr) auto;
    }
    li .state-cell {
      grid-column: 2 / -1;
      grid-row: 2;
    }
    li .health {
      grid-column: 2 / -1;
      grid-row: 3;
    }
    .acts {
      display: contents;
    }
    .acts .btn--line {
      grid-column: 2 / -1;
      grid-row: 4;
      justify-self: start;
      margin-top: 6px;
    }
    .acts .ib {
      grid-column: 3;
      grid-row: 1;
    }
  }
`;
