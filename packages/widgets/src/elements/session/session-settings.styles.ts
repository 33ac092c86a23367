import { css } from 'lit';

/** The form of settings, whose fields the journal’s filters share. */
export const settingsStyles = css`
  .settings {
    display: grid;
    gap: 20px;
    padding: 16px;
  }
  fieldset {
    display: grid;
    gap: 8px;
    min-width: 0;
    margin: 0;
    padding: 16px 0 0;
    border: 0;
    border-top: 1px solid var(--_border);
  }
  legend {
    float: inline-start;
    width: 100%;
    padding: 0;
    font-weight: 600;
  }
  .settings label,
  .label {
    display: grid;
    gap: 4px;
    font-size: var(--_fs-m);
  }
  .settings .check {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 28px;
    font-size: var(--_fs);
  }
  .check input {
    flex: none;
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--_brand);
  }
  .hint {
    font-size: var(--_fs-s);
    color: var(--_muted);
  }
  .pair {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 12px;
    align-items: center;
  }
  .pair > label:not(.inline) {
    flex: 1 1 160px;
  }
  .pair .label {
    flex-basis: 100%;
  }
  .settings .inline {
    display: flex;
    align-items: center;
    gap: 8px;
    color: var(--_muted);
  }
  .settings input:not([type='checkbox']),
  .settings textarea,
  .filters select {
    width: 100%;
    min-height: var(--_control);
    padding: 4px 10px;
    border: 1px solid var(--_strong);
    border-radius: var(--_r2);
    background: var(--_surface);
    color: var(--_text);
    font: inherit;
  }
  .settings input[type='number'] {
    width: 120px;
    font-variant-numeric: tabular-nums;
  }
  .settings textarea {
    resize: vertical;
  }
  .settings ::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .foot {
    gap: 12px;
    flex-wrap: wrap;
  }
`;
