import { css } from 'lit';

export const lightboxStyles = css`
  .lightbox {
    width: 100vw;
    height: 100dvh;
    max-width: none;
    max-height: none;
    padding: 0;
    border: 0;
    background: var(--_bg);
    color: var(--_text);
    overflow: hidden;
  }
  .lightbox[open] {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr) auto;
  }
  .lightbox::backdrop {
    background: var(--_bg);
  }
  .lb-top {
    display: flex;
    align-items: center;
    gap: 4px;
    padding: 8px 12px 8px 20px;
    padding-inline: 20px 12px;
    font-weight: 500;
  }
  .stage {
    display: grid;
    place-items: center;
    min-height: 0;
    padding: 0 56px 8px;
    overflow: auto;
    outline: none;
  }
  .stage img,
  .stage video {
    max-width: 100%;
    max-height: 100%;
    min-width: 0;
    min-height: 0;
    border-radius: var(--_r2);
    object-fit: contain;
  }
  .stage img {
    cursor: zoom-in;
  }
  .stage.real {
    display: block;
    padding: 0;
    text-align: center;
  }
  .stage.real img {
    max-width: none;
    max-height: none;
    border-radius: 0;
    cursor: zoom-out;
  }
  .lb-go {
    position: absolute;
    inset-block-start: 50%;
    margin-block-start: -20px;
    width: 40px;
    height: 40px;
    border-radius: 50%;
    background: var(--_raised);
    box-shadow: var(--_sh2), 0 0 0 1px var(--_border);
  }
  .lb-go[disabled] {
    visibility: hidden;
  }
  .lb-prev {
    inset-inline-start: 10px;
  }
  .lb-next {
    inset-inline-end: 10px;
  }
  .lb-go:dir(rtl) svg {
    transform: scaleX(-1);
  }
  .lb-cap {
    padding: 8px 56px 16px;
    text-align: center;
    max-height: 22vh;
    overflow-y: auto;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  @media (max-width: 640px) {
    .stage {
      padding: 0 0 8px;
    }
    .lb-cap {
      padding-inline: 16px;
    }
  }
`;
