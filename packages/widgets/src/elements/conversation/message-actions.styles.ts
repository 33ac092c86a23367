import { css } from 'lit';

export const messageActionsStyles = css`
  .message-menu {
    position: fixed;
    inset: auto;
    margin: 0;
    padding: 4px;
    border: 0;
    width: 236px;
    border-radius: var(--_r3);
    background: var(--_raised);
    color: var(--_text);
    box-shadow: 0 0 0 1px var(--_border), var(--_sh3);
  }
  .message-menu .btn {
    width: 100%;
    justify-content: flex-start;
    padding: 0 8px;
  }
  .danger {
    color: var(--_critical);
  }
  .emojis {
    display: flex;
    padding-bottom: 4px;
    margin-bottom: 4px;
    border-bottom: 1px solid var(--_border);
  }
  .emojis button {
    flex: 1;
    min-width: 36px;
    height: max(36px, var(--_control));
    padding: 0;
    border: 0;
    border-radius: var(--_r2);
    background: none;
    font-size: 20px;
    line-height: 1;
    cursor: pointer;
  }
  .emojis button:hover,
  .emojis [aria-checked='true'] {
    background: var(--_brand-soft);
  }
  .message-menu .wrong {
    padding: 4px 8px;
    max-width: 220px;
  }
  .act {
    margin: auto;
    padding: 20px;
    width: min(460px, calc(100vw - 24px));
    max-height: calc(100dvh - 24px);
    border: 0;
    border-radius: var(--_r4);
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_sh3);
  }
  .act::backdrop {
    background: hsl(220 40% 8% / 0.45);
  }
  .act p {
    margin-top: 6px;
    text-wrap: pretty;
  }
  .act .wrong,
  .message-menu .wrong {
    color: var(--_critical);
  }
  .act form > .row,
  .act > .row {
    margin-top: 16px;
    justify-content: flex-end;
  }
  .act textarea,
  .find input {
    width: 100%;
    margin-top: 12px;
    padding: 8px 10px;
    border: 1px solid var(--_strong);
    border-radius: var(--_r2);
    background: var(--_surface);
    color: var(--_text);
  }
  .act textarea {
    resize: vertical;
    field-sizing: content;
    min-height: 88px;
    max-height: 50vh;
  }
  .forward form {
    display: flex;
    flex-direction: column;
    max-height: calc(100dvh - 64px);
  }
  .find {
    display: block;
    position: relative;
  }
  .find svg {
    position: absolute;
    inset-block: 12px 0;
    inset-inline-start: 10px;
    margin-block: auto;
    color: var(--_muted);
  }
  .find input {
    min-height: var(--_control);
    padding-inline-start: 34px;
  }
  .targets {
    display: flex;
    flex-direction: column;
    min-height: 160px;
    height: 320px;
    overflow: auto;
    margin: 8px -8px 0;
  }
  .target {
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 48px;
    padding: 0 8px;
    border-radius: var(--_r2);
    cursor: pointer;
  }
  .target:hover {
    background: var(--_hover);
  }
  .target:has(:disabled) {
    opacity: 0.55;
    cursor: default;
  }
  .target input {
    flex: none;
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--_brand);
  }
  @media (pointer: coarse) {
    .act textarea,
    .find input {
      font-size: 16px;
    }
  }
`;
