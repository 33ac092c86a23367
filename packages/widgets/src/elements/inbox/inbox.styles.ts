import { css } from 'lit';

/** The element's own width decides what is side by side, never the window's. */
export const inboxStyles = css`
  :host {
    height: 100%;
    min-height: 360px;
    overflow: hidden;
    background: var(--_surface);
    container: mh-inbox / inline-size;
  }
  .frame {
    display: flex;
    flex-direction: column;
    height: 100%;
    min-height: inherit;
  }
  .panes {
    flex: 1;
    min-height: 0;
    display: grid;
    grid-template: minmax(0, 1fr) / 340px minmax(0, 1fr);
  }
  .pane {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
    background: var(--_bg);
  }
  mh-conversation::part(back) {
    display: none;
  }
  mh-conversation-list {
    border-inline-end: 1px solid var(--_border);
  }
  @container mh-inbox (max-width: 1199px) {
    .panes {
      grid-template-columns: 320px minmax(0, 1fr);
    }
  }
  @container mh-inbox (max-width: 799px) {
    .panes {
      grid-template-columns: 276px minmax(0, 1fr);
    }
  }
  /* One pane: the conversation is pushed over the list. */
  @container mh-inbox (max-width: 639px) {
    .panes {
      grid-template-columns: minmax(0, 1fr);
    }
    mh-conversation-list {
      border: 0;
    }
    mh-conversation::part(back) {
      display: inline-grid;
    }
    .panes[data-view='list'] .pane,
    .panes[data-view='thread'] mh-conversation-list {
      display: none;
    }
  }
`;
