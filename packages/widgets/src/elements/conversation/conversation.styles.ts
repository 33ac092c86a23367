import { css } from 'lit';

export const conversationStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    min-width: 0;
    height: 100%;
    background: var(--_bg);
    container: mh-conversation / inline-size;
  }
  .top {
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 56px;
    padding-inline: 16px 12px;
    background: var(--_surface);
    border-bottom: 1px solid var(--_border);
    flex: none;
  }
  .top h2 {
    font-size: var(--_fs);
    font-weight: 600;
  }
  .top .about {
    max-width: 100%;
    padding: 0;
    border: 0;
    background: none;
    font: inherit;
    text-align: start;
    cursor: pointer;
  }
  .top .back {
    margin-inline-start: -12px;
  }
  .top .sub {
    display: flex;
    gap: 6px;
    font-size: var(--_fs-s);
    color: var(--_muted);
    min-width: 0;
  }
  .av img {
    width: 100%;
    height: 100%;
    object-fit: cover;
  }
  .back:dir(rtl) svg {
    transform: scaleX(-1);
  }
  .pane {
    position: relative;
    flex: 1;
    min-height: 45%;
    display: flex;
    flex-direction: column;
  }
  .scroller {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    overflow-anchor: none;
    overscroll-behavior: contain;
    padding: 0 20px;
    display: flex;
    flex-direction: column;
    scrollbar-width: thin;
    scrollbar-color: color-mix(in srgb, var(--_text) 22%, transparent) transparent;
  }
  .scroller:focus-visible {
    outline-offset: -2px;
  }
  /* A short thread stands at the bottom, where the next message will be. */
  .space {
    position: relative;
    flex: none;
    margin-top: auto;
  }
  .rows {
    position: absolute;
    inset-inline: 0;
    top: 0;
  }
  .msg {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    padding-block: 2px 10px;
    border-radius: var(--_r2);
  }
  .msg.continued {
    padding-bottom: 0;
  }
  .msg.out {
    align-items: flex-end;
  }
  .msg:focus-visible {
    outline-offset: -1px;
  }
  .day {
    align-self: stretch;
    display: flex;
    align-items: center;
    gap: 12px;
    height: 36px;
    font-size: var(--_fs-s);
    color: var(--_muted);
  }
  .day::before,
  .day::after {
    content: '';
    flex: 1;
    height: 1px;
    background: var(--_border);
  }
  .day--new {
    color: var(--_brand-text);
    font-weight: 500;
  }
  .day--new::before,
  .day--new::after {
    background: var(--_brand);
    opacity: 0.45;
  }
  .bub {
    position: relative;
    max-width: min(560px, 78%);
    padding: 7px 12px 8px;
    border-radius: var(--_r4);
    background: var(--_bubble-in);
    box-shadow: 0 0 0 1px var(--_border);
    overflow-wrap: anywhere;
    text-wrap: pretty;
    unicode-bidi: plaintext;
  }
  .out .bub {
    background: var(--_bubble-out);
    box-shadow: none;
  }
  .in.joined .bub {
    border-start-start-radius: var(--_r1);
  }
  .in.continued .bub {
    border-end-start-radius: var(--_r1);
  }
  .out.joined .bub {
    border-start-end-radius: var(--_r1);
  }
  .out.continued .bub {
    border-end-end-radius: var(--_r1);
  }
  .out .bub.ai {
    background: color-mix(in srgb, var(--_assistant) 8%, var(--_surface));
    box-shadow: 0 0 0 1px color-mix(in srgb, var(--_assistant) 26%, var(--_surface));
  }
  .out .bub.queued {
    background: var(--_surface);
    outline: 1px dashed var(--_strong);
    outline-offset: -1px;
  }
  .out .bub.failed {
    background: var(--_surface);
    box-shadow: 0 0 0 1px var(--_critical);
  }
  .bub p,
  .bub blockquote {
    unicode-bidi: plaintext;
    white-space: pre-wrap;
  }
  .bub > * + * {
    margin-top: 4px;
  }
  .bub blockquote {
    border-inline-start: 2px solid var(--_strong);
    padding-inline-start: 8px;
    color: var(--_muted);
    margin: 0;
  }
  .bub ul,
  .bub ol {
    margin: 0;
    padding-inline-start: 20px;
  }
  .bub pre,
  .bub code {
    font: 0.929em/1.5 ui-monospace, 'SF Mono', 'DejaVu Sans Mono', monospace;
    white-space: pre-wrap;
  }
  .bub code {
    background: var(--_press);
    border-radius: 3px;
    padding: 0 3px;
  }
  .bub a {
    color: var(--_brand-text);
    text-underline-offset: 2px;
  }
  .kind {
    display: flex;
    align-items: center;
    gap: 6px;
    color: var(--_muted);
  }
  .quote {
    display: block;
    width: 100%;
    max-width: 100%;
    text-align: start;
    border: 0;
    border-inline-start: 2px solid var(--_line);
    background: none;
    padding: 1px 0 1px 8px;
    padding-inline: 8px 0;
    margin: 1px 0 6px;
    font-size: var(--_fs-m);
    color: var(--_muted);
    cursor: pointer;
  }
  .quote[disabled] {
    cursor: default;
  }
  .quote b {
    display: block;
    font-weight: 600;
    color: var(--_text);
    font-size: var(--_fs-s);
  }
  .quote span {
    display: block;
  }
  .flash .bub {
    animation: flash calc(1.4s * max(var(--_motion), 0.6)) ease-out;
  }
  @keyframes flash {
    0%,
    40% {
      box-shadow: 0 0 0 3px var(--_line);
    }
  }
  .fresh .bub {
    animation: rise var(--_mid) var(--_ease);
  }
  @keyframes rise {
    from {
      transform: translateY(8px);
      opacity: 0;
    }
  }
  .meta {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 5px;
    font-size: var(--_fs-s);
    color: var(--_muted);
    padding: 3px 3px 0;
    font-variant-numeric: tabular-nums;
  }
  .out .meta {
    justify-content: flex-end;
  }
  .meta .machine {
    border-radius: 30%;
    background: color-mix(in srgb, var(--_av) 14%, var(--_surface));
    color: var(--_av);
  }
  .st {
    display: inline-flex;
    align-items: center;
    gap: 3px;
  }
  .st--read {
    color: var(--_brand-text);
    font-weight: 500;
  }
  .st--failed,
  .btn.cri {
    color: var(--_critical);
    font-weight: 500;
  }
  .acts .btn {
    min-height: max(28px, calc(28px * var(--_density)));
    padding: 0 8px;
  }
  .jump {
    position: absolute;
    bottom: 10px;
    inset-inline-end: 20px;
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 36px;
    min-width: 36px;
    justify-content: center;
    padding: 0 10px;
    border: 0;
    border-radius: 99px;
    background: var(--_raised);
    box-shadow: var(--_sh2), 0 0 0 1px var(--_border);
    color: var(--_muted);
    font-size: var(--_fs-m);
    cursor: pointer;
  }
  .older {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-height: 32px;
    padding: 4px;
    font-size: var(--_fs-s);
    color: var(--_muted);
    flex: none;
  }
  .sk-msg {
    display: grid;
    gap: 12px;
    padding: 20px;
    margin-top: auto;
    justify-items: start;
  }
  .sk-msg .sk {
    height: 36px;
    width: 46%;
    border-radius: var(--_r4);
  }
  .sk-msg .sk:nth-child(2) {
    width: 60%;
  }
  .sk-msg .sk:nth-child(3n) {
    justify-self: end;
  }
  mh-composer {
    flex: none;
  }
  @container mh-conversation (max-width: 520px) {
    .scroller {
      padding-inline: 14px;
    }
    .bub {
      max-width: 88%;
    }
  }
  @media (forced-colors: active) {
    .bub,
    .out .bub {
      border: 1px solid CanvasText;
    }
    .out .bub.queued {
      border-style: dashed;
    }
  }
`;
