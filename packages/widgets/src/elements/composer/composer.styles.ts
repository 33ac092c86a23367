import { css } from 'lit';

export const composerStyles = css`
  :host {
    padding: 0 20px 16px;
    background: var(--_bg);
    container: mh-composer / inline-size;
  }
  .dock {
    background: var(--_surface);
    border: 1px solid var(--_strong);
    border-radius: var(--_r4);
    box-shadow: var(--_sh1);
  }
  .dock:focus-within {
    border-color: var(--_focus);
    box-shadow: 0 0 0 3px color-mix(in srgb, var(--_brand) 18%, transparent);
  }
  .by {
    display: flex;
    gap: 4px;
    padding: 8px 12px 0;
    font-size: var(--_fs-s);
    color: var(--_muted);
  }
  .by b {
    font-weight: 500;
  }
  .queue {
    display: flex;
    gap: 8px;
    align-items: center;
    padding: 8px 12px;
    font-size: var(--_fs-m);
    border-bottom: 1px solid color-mix(in srgb, var(--_caution) 30%, var(--_surface));
    background: color-mix(in srgb, var(--_caution) 10%, var(--_surface));
    border-radius: calc(var(--_r4) - 1px) calc(var(--_r4) - 1px) 0 0;
  }
  .queue svg {
    color: var(--_caution);
  }
  .dock.dropping {
    border-style: dashed;
    border-color: var(--_line);
    background: var(--_brand-soft);
  }
  .reply-to {
    display: flex;
    align-items: center;
    gap: 8px;
    margin: 8px 8px 0 12px;
    margin-inline: 12px 8px;
    border-inline-start: 2px solid var(--_line);
    padding-inline-start: 8px;
    font-size: var(--_fs-m);
    color: var(--_muted);
  }
  .reply-to b,
  .reply-to span {
    display: block;
  }
  .reply-to b {
    font-weight: 600;
    font-size: var(--_fs-s);
    color: var(--_text);
  }
  textarea {
    display: block;
    width: 100%;
    min-height: 36px;
    max-height: calc(8 * 1.43em + 12px);
    padding: 8px 12px 4px;
    border: 0;
    background: none;
    outline: none;
    resize: none;
    color: var(--_text);
    field-sizing: content;
    overflow-y: auto;
  }
  textarea:focus-visible {
    outline: none;
  }
  textarea::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .bar {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 4px 8px 8px;
  }
  .hint {
    font-size: var(--_fs-s);
    color: var(--_muted);
  }
  .hint kbd {
    font: inherit;
    font-size: var(--_fs-xs);
    line-height: 18px;
    padding: 0 5px;
    border: 1px solid var(--_border);
    border-bottom-width: 2px;
    border-radius: 4px;
  }
  .wrong {
    color: var(--_critical);
    font-size: var(--_fs-s);
    font-weight: 500;
  }
  .btn:dir(rtl) svg {
    transform: scaleX(-1);
  }
  @media (pointer: coarse) {
    textarea {
      font-size: 16px;
    }
    .hint {
      display: none;
    }
  }
  @container mh-composer (max-width: 520px) {
    .hint {
      display: none;
    }
  }
  @media (max-width: 520px) {
    :host {
      padding: 0 10px 10px;
    }
  }
`;
