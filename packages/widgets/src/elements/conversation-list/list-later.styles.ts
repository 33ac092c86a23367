import { css } from 'lit';

/** What no first paint needs: a selected row where the system chooses the colours. */
export const listLaterStyles = css`
  @media (forced-colors: active) {
    .conv[aria-selected='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
