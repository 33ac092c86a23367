import { css } from 'lit';

export const attachedFilesStyles = css`
  .files {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    list-style: none;
    padding: 10px 12px 2px;
    max-height: 190px;
    overflow-y: auto;
  }
  .files:empty {
    display: none;
  }
  .files li {
    position: relative;
    display: flex;
    align-items: center;
    gap: 8px;
    min-width: 0;
    max-width: 100%;
    height: 72px;
    border-radius: var(--_r2);
    background: var(--_sunken);
    box-shadow: inset 0 0 0 1px var(--_border);
    overflow: clip;
  }
  .files img {
    height: 72px;
    min-width: 56px;
    max-width: 140px;
    object-fit: cover;
  }
  .file-mark {
    padding-inline-start: 12px;
    color: var(--_muted);
  }
  .file-text {
    display: grid;
    min-width: 0;
    max-width: 200px;
    padding-inline-end: 36px;
    font-size: var(--_fs-s);
  }
  .file-x {
    position: absolute;
    inset-block-start: 4px;
    inset-inline-end: 4px;
    width: 24px;
    height: 24px;
    border-radius: 50%;
    background: var(--_surface);
    color: var(--_text);
    box-shadow: var(--_sh1), 0 0 0 1px var(--_border);
  }
  .file-x:hover {
    background: var(--_sunken);
  }
  .files-wrong {
    padding: 4px 12px 0;
  }
`;
