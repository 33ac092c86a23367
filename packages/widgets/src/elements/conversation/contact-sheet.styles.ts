import { css } from 'lit';

export const contactSheetStyles = css`
  .who-is {
    display: flex;
    align-items: center;
    gap: 12px;
    padding-inline-end: 36px;
  }
  .who-is .av {
    width: 52px;
    height: 52px;
    font-size: 18px;
  }
  .contact .close {
    position: absolute;
    inset-block-start: 10px;
    inset-inline-end: 10px;
  }
  .contact section {
    margin-top: 16px;
    padding-top: 16px;
    border-top: 1px solid var(--_border);
  }
  .contact h3 {
    font-size: var(--_fs);
    font-weight: 600;
    text-wrap: pretty;
  }
  .contact dl,
  .contact ul {
    display: grid;
    gap: 8px;
    margin: 8px 0 0;
    padding: 0;
    list-style: none;
  }
  .contact dl div {
    display: grid;
    grid-template-columns: 130px 1fr;
    align-items: baseline;
    gap: 8px;
  }
  .contact dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .contact .tag {
    padding: 0 6px;
    border-radius: var(--_r1);
    background: color-mix(in srgb, var(--_text) 6%, var(--_raised));
  }
  .contact li,
  .pick {
    display: flex;
    align-items: center;
    gap: 10px;
  }
  .pick {
    width: 100%;
    min-height: 48px;
    padding: 4px 8px;
    margin-inline: -8px;
    border: 0;
    border-radius: var(--_r2);
    background: none;
    text-align: start;
    cursor: pointer;
  }
  .pick:hover {
    background: var(--_hover);
  }
  .pick .grow > span {
    display: block;
  }
  .contact section .row {
    margin-top: 16px;
    justify-content: flex-end;
  }
`;
