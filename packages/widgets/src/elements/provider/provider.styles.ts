import { css } from 'lit';

/** Takes no room. `color-scheme` is inherited by what is inside, and decides light or dark there. */
export const providerStyles = css`
  :host {
    display: contents;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  :host([theme='system']) {
    color-scheme: light dark;
  }
`;
