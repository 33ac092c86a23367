import { css } from 'lit';

export const inboxLaterStyles = css`
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
  dialog::backdrop {
    background: hsl(220 40% 8% / 0.45);
  }
  .title:focus-visible {
    outline: none;
  }
  .dialog-top {
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding: 10px 12px 0 20px;
    padding-inline: 20px 12px;
  }
  @container mh-inbox (max-width: 639px) {
    .panes[data-view='thread'] .pane {
      animation: push var(--_mid) var(--_ease);
    }
    .panes[data-view='list'] mh-conversation-list {
      animation: pop var(--_mid) var(--_ease);
    }
  }
  @keyframes push {
    from {
      transform: translateX(24px);
      opacity: 0;
    }
  }
  @keyframes pop {
    from {
      transform: translateX(-24px);
      opacity: 0;
    }
  }
`;
