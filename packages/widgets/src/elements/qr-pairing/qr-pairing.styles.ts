import { css } from 'lit';

export const qrPairingStyles = css`
  :host {
    container: mh-qr-pairing / inline-size;
  }
  .box {
    display: flex;
    flex-direction: column;
    min-height: 300px;
    padding: 20px 28px 24px;
    outline: none;
  }
  .card {
    background: var(--_surface);
    border: 1px solid var(--_border);
    border-radius: var(--_r4);
  }
  h2 {
    font-size: var(--_fs-l);
    font-weight: 600;
    letter-spacing: -0.01em;
    margin-bottom: 12px;
  }
  .two {
    display: flex;
    gap: 28px;
    align-items: flex-start;
    margin-block: auto;
  }
  /* Near-black on white in every theme, with its quiet zone: what cameras read best. */
  .qr {
    flex: none;
    width: 236px;
    padding: 14px;
    background: #fff;
    border-radius: var(--_r4);
    box-shadow: 0 0 0 1px var(--_border);
    forced-color-adjust: none;
  }
  .qr svg {
    width: 100%;
    height: auto;
    aspect-ratio: 1;
  }
  .qr path {
    fill: #111418;
  }
  .dim {
    position: relative;
  }
  .dim .qr {
    width: 148px;
    padding: 12px;
  }
  .dim path {
    opacity: 0.14;
  }
  .over {
    position: absolute;
    inset: 0;
    margin: auto;
    width: 48px;
    height: 48px;
    border-radius: 50%;
    display: grid;
    place-items: center;
    background: var(--_raised);
    color: var(--_muted);
    box-shadow: 0 0 0 1px var(--_border), var(--_sh2);
  }
  .over.brand {
    background: var(--_brand-soft);
    color: var(--_brand-text);
  }
  ol {
    list-style: none;
    padding: 0;
    margin: 0;
    display: grid;
    gap: 10px;
    counter-reset: step;
  }
  li {
    display: grid;
    grid-template-columns: 22px 1fr;
    gap: 10px;
    text-wrap: pretty;
    counter-increment: step;
  }
  li::before {
    content: counter(step);
    width: 22px;
    height: 22px;
    display: grid;
    place-items: center;
    border-radius: 50%;
    background: var(--_brand-soft);
    color: var(--_brand-text);
    font-size: var(--_fs-s);
    font-weight: 600;
  }
  b {
    font-weight: 600;
  }
  .time {
    margin-top: 18px;
    display: grid;
    gap: 6px;
  }
  .bar {
    height: 4px;
    border-radius: 2px;
    background: var(--_sunken);
    overflow: hidden;
    width: 100%;
  }
  .bar i {
    display: block;
    height: 100%;
    background: var(--_line);
    border-radius: 2px;
    transform-origin: inline-start;
    transition: width calc(1s * var(--_motion)) linear;
  }
  .bar--wait {
    margin: 14px auto 0;
    max-width: 220px;
  }
  .bar--wait i {
    width: 38%;
    margin-inline-start: 31%;
    animation: sweep calc(1.4s * var(--_motion)) ease-in-out infinite alternate;
  }
  @keyframes sweep {
    from {
      margin-inline-start: 0;
    }
    to {
      margin-inline-start: 62%;
    }
  }
  .other {
    margin: 8px 0 0 -8px;
    margin-inline: -8px 0;
  }
  .mid {
    margin: auto;
    display: flex;
    flex-direction: column;
    align-items: center;
    text-align: center;
    width: 100%;
  }
  .mid h2 {
    margin: 16px 0 4px;
  }
  .mid p {
    color: var(--_muted);
    max-width: 300px;
    text-wrap: balance;
  }
  .state .tile {
    width: 64px;
    height: 64px;
  }
  .sk-qr {
    width: 148px;
    height: 148px;
    border-radius: var(--_r3);
  }
  @container mh-qr-pairing (max-width: 520px) {
    .two {
      flex-direction: column;
      align-items: center;
      gap: 20px;
    }
    .two > .grow {
      width: 100%;
    }
    .box {
      padding: 16px;
    }
  }
`;
