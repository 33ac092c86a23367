import { css } from 'lit';

/** What messages hold: pictures, files, players, cards, polls. */
export const contentStyles = css`
  .bub.media {
    padding: 4px;
    width: min-content;
  }
  .bub.media.bare {
    background: none;
    box-shadow: none;
    outline: none;
    padding: 0;
  }
  .media > .fwd,
  .media > .quote {
    margin-inline: 8px;
    width: auto;
  }
  .media > .fwd {
    margin-top: 2px;
  }
  .media > .cap {
    padding: 3px 8px 4px;
  }
  .in .bub.queued {
    box-shadow: none;
    outline: 1px dashed var(--_strong);
    outline-offset: -1px;
  }
  .pic {
    position: relative;
    display: grid;
    place-items: center;
    max-width: 100%;
    padding: 0;
    border: 0;
    border-radius: calc(var(--_r4) - 4px);
    background: var(--_sunken);
    overflow: hidden;
  }
  button.pic {
    cursor: zoom-in;
  }
  .pic.sticker {
    background: none;
    border-radius: 0;
  }
  .pic > img,
  .pic > video {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    object-fit: cover;
  }
  .pic.sticker > img {
    object-fit: contain;
  }
  .pic > .thumb {
    filter: blur(8px);
    transform: scale(1.08);
  }
  .blank {
    color: var(--_muted);
  }
  .glyph {
    position: relative;
    display: grid;
    place-items: center;
    width: 44px;
    height: 44px;
    border-radius: 50%;
    background: var(--_surface);
    color: var(--_text);
    box-shadow: var(--_sh2);
  }
  .chip {
    position: absolute;
    inset-block-end: 6px;
    inset-inline-start: 6px;
    display: inline-flex;
    align-items: center;
    gap: 4px;
    padding: 1px 7px;
    border-radius: 99px;
    background: var(--_surface);
    color: var(--_text);
    font-size: var(--_fs-s);
  }
  .chip--wide {
    max-width: calc(100% - 12px);
  }
  .file,
  .card {
    display: flex;
    align-items: center;
    gap: 10px;
  }
  .file {
    min-width: min(240px, 60cqi);
  }
  .tile-s {
    display: grid;
    place-items: center;
    flex: none;
    width: 36px;
    height: 36px;
    border-radius: var(--_r2);
    background: color-mix(in srgb, var(--_text) 6%, transparent);
    color: var(--_muted);
  }
  .missed {
    color: var(--_critical);
  }
  .file-name {
    font-weight: 500;
  }
  .bub .ib {
    color: var(--_muted);
  }
  .voice {
    display: flex;
    align-items: center;
    gap: 10px;
    width: 300px;
    max-width: 100%;
  }
  .play {
    display: grid;
    place-items: center;
    flex: none;
    width: 32px;
    height: 32px;
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: var(--_brand);
    color: var(--_on-brand);
    cursor: pointer;
  }
  .voice input {
    appearance: none;
    display: block;
    width: 100%;
    height: 24px;
    margin: 0;
    padding: 0;
    background: none;
    cursor: pointer;
    --_track: linear-gradient(to right, var(--_line) var(--_p, 0%), var(--_strong) var(--_p, 0%)) center / 100%
      3px no-repeat;
  }
  .voice input:dir(rtl) {
    --_track: linear-gradient(to left, var(--_line) var(--_p, 0%), var(--_strong) var(--_p, 0%)) center / 100%
      3px no-repeat;
  }
  .voice input::-webkit-slider-runnable-track {
    height: 12px;
    background: var(--_track);
  }
  .voice input::-moz-range-track {
    height: 12px;
    background: var(--_track);
  }
  .voice input::-webkit-slider-thumb {
    appearance: none;
    width: 12px;
    height: 12px;
    border-radius: 50%;
    background: var(--_line);
  }
  .voice input::-moz-range-thumb {
    width: 12px;
    height: 12px;
    border: 0;
    border-radius: 50%;
    background: var(--_line);
  }
  .rate {
    min-width: 40px;
    height: 24px;
    padding: 0 6px;
    border: 0;
    border-radius: 99px;
    background: var(--_press);
    font-size: var(--_fs-s);
    cursor: pointer;
  }
  .wrong {
    color: var(--_critical);
  }
  .cards,
  .poll ul,
  .choices ul {
    list-style: none;
    padding: 0;
    margin: 0;
  }
  .bub .cards,
  .bub .poll ul,
  .bub .choices ul {
    padding: 0;
  }
  .cards {
    display: grid;
    gap: 8px;
    min-width: min(220px, 60cqi);
  }
  details .cards {
    margin-top: 8px;
  }
  summary {
    cursor: pointer;
    color: var(--_brand-text);
    font-weight: 500;
    padding: 4px 0;
  }
  .poll,
  .choices {
    min-width: min(260px, 60cqi);
  }
  .poll-q {
    font-weight: 600;
  }
  .poll li {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 2px 12px;
    margin-top: 8px;
  }
  .bar {
    grid-column: 1 / -1;
    height: 5px;
    border-radius: 99px;
    background: color-mix(in srgb, var(--_text) 10%, transparent);
    overflow: hidden;
  }
  .bar span {
    display: block;
    height: 100%;
    border-radius: inherit;
    background: var(--_line);
  }
  .choices {
    border-top: 1px solid var(--_border);
    padding-top: 4px;
  }
  .out .choices {
    border-color: color-mix(in srgb, var(--_text) 14%, transparent);
  }
  .choices li {
    display: grid;
    padding: 5px 0;
  }
  .choices .row {
    gap: 4px;
    padding-top: 4px;
  }
  .bub a.link {
    display: flex;
    align-items: center;
    gap: 10px;
    max-width: 380px;
    margin: 1px 0 6px;
    padding: 6px 8px;
    border-radius: var(--_r2);
    background: color-mix(in srgb, var(--_text) 5%, transparent);
    color: var(--_text);
    text-decoration: none;
    font-size: var(--_fs-m);
  }
  .link img {
    width: 48px;
    height: 48px;
    flex: none;
    border-radius: var(--_r1);
    object-fit: cover;
  }
  .link b,
  .link span {
    display: block;
  }
  .link b {
    font-weight: 600;
  }
  .link .grow > .muted:not(.cut) {
    display: -webkit-box;
    -webkit-line-clamp: 2;
    -webkit-box-orient: vertical;
    overflow: hidden;
  }
  .fwd {
    display: flex;
    align-items: center;
    gap: 4px;
    font-size: var(--_fs-s);
    color: var(--_muted);
  }
  .fwd:dir(rtl) svg {
    transform: scaleX(-1);
  }
  .mention {
    color: var(--_brand-text);
    font-weight: 500;
  }
  progress {
    margin-top: 6px;
  }
  .react {
    position: relative;
    display: inline-flex;
    align-items: center;
    gap: 3px;
    height: 22px;
    padding: 0 7px;
    margin: -7px 10px 0;
    border-radius: 99px;
    background: var(--_raised);
    box-shadow: 0 0 0 1px var(--_border);
    font-size: 12px;
  }
  .sys {
    display: flex;
    align-items: center;
    align-self: center;
    gap: 6px;
    max-width: 90%;
    margin: 4px 0;
    font-size: var(--_fs-s);
    color: var(--_muted);
    text-align: center;
    text-wrap: balance;
  }
  .line {
    display: flex;
    align-items: center;
    gap: 2px;
    align-self: stretch;
    min-width: 0;
  }
  .out .line {
    flex-direction: row-reverse;
  }
  .do {
    display: flex;
    flex: none;
    opacity: 0;
    transition: opacity var(--_fast);
  }
  .do .ib {
    width: 28px;
    height: 28px;
  }
  .out .do {
    flex-direction: row-reverse;
  }
  .reply:dir(rtl) svg {
    transform: scaleX(-1);
  }
  .msg:hover .do,
  .msg:focus-within .do,
  .msg:focus .do {
    opacity: 1;
  }
  .who {
    max-width: 60%;
    font-weight: 500;
    color: var(--_text);
  }
  .drop {
    position: absolute;
    inset: 8px;
    display: grid;
    place-items: center;
    border: 2px dashed var(--_line);
    border-radius: var(--_r4);
    background: color-mix(in srgb, var(--_brand-soft) 88%, transparent);
    color: var(--_brand-text);
    font-weight: 500;
    pointer-events: none;
  }
  @media (hover: none) {
    /* One quiet button for each: the menu has the reply as well. */
    .do {
      opacity: 0.55;
    }
    .do .ib {
      width: 36px;
      height: 36px;
    }
    .do .reply {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .play,
    .tile-s,
    .chip,
    .react,
    .pic {
      border: 1px solid ButtonText;
    }
    .bar span {
      forced-color-adjust: none;
      background: Highlight;
    }
    progress,
    .voice input {
      appearance: auto;
    }
  }
`;
