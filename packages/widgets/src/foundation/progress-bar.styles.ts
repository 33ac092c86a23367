import { css } from 'lit';

/** The thin bar of what is under way; its width and place are the element's own. */
export const progressBar = css`
  progress {
    display: block;
    width: 100%;
    height: 4px;
    border: 0;
    border-radius: 99px;
    background: color-mix(in srgb, var(--_text) 10%, transparent);
    appearance: none;
    overflow: hidden;
  }
  progress::-webkit-progress-bar {
    background: none;
  }
  progress::-webkit-progress-value {
    background: var(--_line);
  }
  progress::-moz-progress-bar {
    background: var(--_line);
  }
`;
