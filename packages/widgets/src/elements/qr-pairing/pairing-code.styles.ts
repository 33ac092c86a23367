import { css } from 'lit';

/** What only the way without a camera needs. */
export const pairingCodeStyles = css`
  .after {
    margin-top: 16px;
  }
  .code {
    display: flex;
    flex-wrap: wrap;
    direction: ltr;
    gap: 6px;
    align-items: center;
    margin: 4px 0 12px;
  }
  .code b {
    width: 44px;
    height: 52px;
    display: grid;
    place-items: center;
    border-radius: var(--_r3);
    background: var(--_sunken);
    font: 600 22px/1 ui-monospace, 'SF Mono', 'DejaVu Sans Mono', monospace;
  }
  .code i {
    width: 10px;
    height: 2px;
    background: var(--_strong);
    margin: 0 4px;
  }
  label {
    display: block;
    font-size: var(--_fs-m);
    font-weight: 500;
    margin: 16px 0 6px;
  }
  input {
    width: 100%;
    max-width: 300px;
    min-height: var(--_control);
    padding: 0 10px;
    border: 1px solid var(--_strong);
    border-radius: var(--_r2);
    background: var(--_surface);
  }
  input[aria-invalid='true'] {
    border-color: var(--_critical);
  }
  .hint {
    font-size: var(--_fs-s);
    color: var(--_muted);
    margin-top: 4px;
  }
  .hint.wrong {
    color: var(--_critical);
    font-weight: 500;
  }
  form .row {
    margin-top: 16px;
    flex-wrap: wrap;
  }
  @media (pointer: coarse) {
    input {
      font-size: 16px;
    }
  }
  @container mh-qr-pairing (max-width: 520px) {
    .code {
      gap: 4px;
    }
    .code b {
      width: 32px;
      height: 44px;
      font-size: 18px;
    }
  }
`;
