import { css } from 'lit';

/** The journal’s filters and its table. */
export const journalStyles = css`
  .filters {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    padding: 12px 16px;
  }
  .search {
    position: relative;
    flex: 1 1 200px;
  }
  .search svg {
    position: absolute;
    inset-block: 0;
    inset-inline-start: 10px;
    margin-block: auto;
    color: var(--_muted);
  }
  .search input {
    width: 100%;
    min-height: var(--_control);
    padding: 0 10px;
    padding-inline-start: 34px;
    border: 1px solid var(--_strong);
    border-radius: var(--_r2);
    background: var(--_surface);
    color: var(--_text);
    font: inherit;
    font-size: var(--_fs-m);
  }
  .filters select {
    font-size: var(--_fs-m);
    padding-inline-end: 32px;
    appearance: none;
  }
  .choice {
    position: relative;
    flex: 0 1 auto;
  }
  .choice svg {
    position: absolute;
    inset-block: 0;
    inset-inline-end: 10px;
    margin-block: auto;
    color: var(--_muted);
    pointer-events: none;
  }
  .panel > p {
    padding: 24px 16px;
    text-align: center;
  }
  .table-box {
    overflow-x: auto;
    margin-bottom: 16px;
  }
  .table-box:focus-visible {
    outline-offset: -2px;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: var(--_fs-m);
  }
  th,
  td {
    padding: 8px;
    text-align: start;
    vertical-align: top;
    border-top: 1px solid var(--_border);
  }
  th {
    font-size: var(--_fs-s);
    font-weight: 500;
    color: var(--_muted);
    border-top: 0;
    white-space: nowrap;
  }
  th:first-child,
  td:first-child {
    padding-inline-start: 16px;
    white-space: nowrap;
  }
  .code {
    max-width: 150px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-family: ui-monospace, 'SF Mono', 'DejaVu Sans Mono', monospace;
    font-size: 0.786em;
  }
  td span.t-cau,
  td span.t-cri {
    font-weight: 500;
  }
  /* Too narrow for columns: each row is a few lines of its own. */
  @container mh-session (max-width: 560px) {
    table,
    tbody {
      display: block;
    }
    thead {
      position: absolute;
      clip-path: inset(50%);
    }
    tr {
      display: grid;
      grid-template-columns: 1fr auto;
      gap: 2px 12px;
      padding: 10px 16px;
      border-top: 1px solid var(--_border);
    }
    th,
    td,
    td:first-child {
      padding: 0;
      border: 0;
    }
    td:first-child {
      grid-area: 1 / 2;
      text-align: end;
      color: var(--_muted);
    }
    td:nth-child(3) {
      grid-area: 2 / 2;
      text-align: end;
    }
    td:nth-child(4) {
      grid-area: 2 / 1;
    }
    .choice {
      flex: 1 1 100%;
    }
  }
`;
