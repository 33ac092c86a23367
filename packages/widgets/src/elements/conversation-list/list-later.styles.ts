import { css } from 'lit';

/** What no first paint needs: what answers to pointer and keys, tones of signs, and where the system chooses the colours. */
export const listLaterStyles = css`
  .search:focus-within {
    border-color: var(--_focus);
    box-shadow: 0 0 0 3px color-mix(in srgb, var(--_brand) 18%, transparent);
  }
  .search input:focus-visible {
    outline: none;
  }
  .search input::-webkit-search-cancel-button {
    display: none;
  }
  .search .ib {
    width: 24px;
    height: 24px;
    margin-inline-end: -4px;
  }
  .conv:not([aria-selected='true']):hover {
    background: var(--_hover);
  }
  .scroller:focus-visible {
    outline: none;
  }
  .scroller:focus-visible .active {
    outline: 2px solid var(--_focus);
    outline-offset: -2px;
  }
  .read {
    color: var(--_brand-text);
  }
  .bad {
    color: var(--_critical);
  }
  [aria-selected='true'] .tag {
    background: color-mix(in srgb, var(--_text) 6%, var(--_brand-soft));
  }
  @media (forced-colors: active) {
    .conv[aria-selected='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
