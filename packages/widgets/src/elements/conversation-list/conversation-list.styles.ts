import { css } from 'lit';

/** Rows have fixed heights, so that the list never measures them: 2 lines 58, with tags 78, a group's head 34. */
export const conversationListStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    min-width: 0;
    height: 100%;
    background: var(--_surface);
    --_line-h: calc(var(--_fs) * 1.43);
    --_pad: calc(9px * var(--_density));
  }
  header {
    padding: 12px 12px 8px 16px;
    padding-inline: 16px 12px;
    display: grid;
    gap: 10px;
  }
  .search {
    position: relative;
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: var(--_control);
    padding: 0 10px;
    border: 1px solid var(--_strong);
    border-radius: var(--_r2);
    color: var(--_muted);
    font-size: var(--_fs-m);
  }
  .search input {
    flex: 1;
    min-width: 0;
    border: 0;
    padding: 0;
    background: none;
    color: var(--_text);
  }
  .search input::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  kbd {
    font: inherit;
    font-size: var(--_fs-xs);
    line-height: 18px;
    padding: 0 5px;
    border: 1px solid var(--_border);
    border-bottom-width: 2px;
    border-radius: 4px;
  }
  @media (pointer: coarse) {
    .search input {
      font-size: 16px;
    }
    kbd {
      display: none;
    }
  }
  .scroller {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    overflow-anchor: none;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: color-mix(in srgb, var(--_text) 22%, transparent) transparent;
  }
  .space {
    position: relative;
  }
  .rows {
    position: absolute;
    inset-inline: 0;
    top: 0;
  }
  .head,
  .conv {
    overflow: hidden;
  }
  .head {
    display: flex;
    align-items: center;
    gap: 6px;
    height: calc(var(--_line-h) + 16px);
    padding: 4px 16px 0;
    font-size: var(--_fs-s);
    font-weight: 500;
    color: var(--_muted);
  }
  .head--next {
    border-top: 1px solid var(--_border);
  }
  .conv {
    position: relative;
    display: grid;
    grid-template-columns: 36px minmax(0, 1fr);
    gap: 0 10px;
    align-content: center;
    height: calc(2 * var(--_line-h) + 2 * var(--_pad));
    padding-inline: 16px 12px;
    cursor: pointer;
    user-select: none;
    -webkit-tap-highlight-color: transparent;
  }
  .conv--tags {
    height: calc(3 * var(--_line-h) + 2 * var(--_pad) + 3px);
  }
  .conv + .conv::before {
    content: '';
    position: absolute;
    top: 0;
    inset-inline: 62px 12px;
    height: 1px;
    background: var(--_border);
    opacity: 0.7;
  }
  .conv[aria-selected='true'] {
    background: var(--_brand-soft);
  }
  .conv[aria-selected='true']::after {
    content: '';
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    width: 3px;
    background: var(--_line);
  }
  .conv[aria-selected='true']::before,
  .conv[aria-selected='true'] + .conv::before {
    display: none;
  }
  .conv .av {
    align-self: start;
    margin-top: 2px;
  }
  .av img {
    width: 100%;
    height: 100%;
    object-fit: cover;
  }
  .l {
    display: flex;
    align-items: center;
    gap: 8px;
    min-width: 0;
    height: var(--_line-h);
  }
  .l2 {
    font-size: var(--_fs-m);
    color: var(--_muted);
  }
  .l3 {
    margin-top: 3px;
    gap: 4px;
    font-size: var(--_fs-s);
    color: var(--_muted);
  }
  .nm {
    font-weight: 500;
    flex: 1;
  }
  .pv {
    flex: 1;
    display: flex;
    align-items: center;
    gap: 5px;
    min-width: 0;
  }
  .un .nm {
    font-weight: 650;
  }
  .un .pv {
    color: var(--_text);
  }
  .tag {
    padding: 0 6px;
    border-radius: var(--_r1);
    background: color-mix(in srgb, var(--_text) 5%, var(--_surface));
    line-height: 18px;
  }
  .sk-row {
    display: grid;
    grid-template-columns: 36px 1fr;
    gap: 10px;
    align-items: center;
    height: calc(2 * var(--_line-h) + 2 * var(--_pad));
    padding-inline: 16px 12px;
  }
  .sk-row > div {
    display: grid;
    gap: 9px;
  }
  .sk-av {
    width: 36px;
    height: 36px;
    border-radius: 50%;
  }
  .sk-row .sk {
    width: 44%;
  }
  .sk-row .sk + .sk {
    width: 76%;
  }
  .sk-row:nth-child(even) .sk {
    width: 56%;
  }
  .sk-row:nth-child(even) .sk + .sk {
    width: 62%;
  }
  .sk-row > .sk-av.sk-av {
    width: 36px;
  }
  .probe {
    position: absolute;
    visibility: hidden;
    pointer-events: none;
  }
`;
