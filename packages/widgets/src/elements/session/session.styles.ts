import { css } from 'lit';

export const sessionStyles = css`
  :host {
    display: block;
    container: mh-session / inline-size;
  }
  .frame {
    display: flex;
    flex-direction: column;
    background: var(--_surface);
  }
  .frame.card {
    border: 1px solid var(--_border);
    border-radius: var(--_r4);
    overflow: clip;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    padding: 14px 16px 12px;
  }
  .frame:not(.card) .head {
    padding-inline-end: 52px;
  }
  .head .wrong {
    flex-basis: 100%;
  }
  .mark {
    display: grid;
    place-items: center;
    flex: none;
  }
  .head .mark svg {
    width: 20px;
    height: 20px;
  }
  .t-pos {
    color: var(--_positive);
  }
  .t-cau {
    color: var(--_caution);
  }
  .t-cri,
  .wrong {
    color: var(--_critical);
  }
  .t-inf {
    color: var(--_info);
  }
  .tabs {
    display: flex;
    gap: 4px;
    padding: 0 12px;
    border-bottom: 1px solid var(--_border);
  }
  .tabs button {
    position: relative;
    min-height: max(36px, var(--_control));
    padding: 0 8px;
    border: 0;
    background: none;
    color: var(--_muted);
    font-size: var(--_fs-m);
    font-weight: 500;
    cursor: pointer;
  }
  .tabs button[aria-selected='true'] {
    color: var(--_text);
    font-weight: 600;
  }
  .tabs button[aria-selected='true']::after {
    content: '';
    position: absolute;
    inset: auto 4px -1px;
    height: 2px;
    background: var(--_line);
  }
  .tabs button:focus-visible {
    outline-offset: -2px;
  }
  .panel {
    display: flex;
    flex-direction: column;
    min-width: 0;
  }
  section {
    padding: 16px;
  }
  section + section {
    border-top: 1px solid var(--_border);
  }
  h3 {
    font-size: var(--_fs);
    font-weight: 600;
  }
  h3 .s {
    font-weight: 400;
  }
  .now {
    display: flex;
    gap: 16px;
    align-items: flex-start;
  }
  .now p {
    margin-top: 2px;
    text-wrap: pretty;
  }
  .now .well {
    display: flex;
    gap: 6px;
  }
  .well svg {
    margin-top: 3px;
  }
  .ring {
    position: relative;
    display: grid;
    place-items: center;
    flex: none;
    width: 56px;
    height: 56px;
    color: var(--_muted);
  }
  .ring.t-pos {
    color: var(--_positive);
  }
  .ring.t-cau {
    color: var(--_caution);
  }
  .ring.t-cri {
    color: var(--_critical);
  }
  .ring svg {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    transform: rotate(-90deg);
    fill: none;
    stroke: var(--_border);
    stroke-width: 4;
  }
  .ring .share {
    stroke: currentColor;
    stroke-linecap: round;
  }
  .ring b {
    font-size: var(--_fs-l);
    font-weight: 600;
    color: var(--_text);
  }
  .causes,
  .timeline,
  .facts {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .causes {
    display: grid;
    gap: 8px;
    margin-top: 6px;
  }
  .causes li {
    display: flex;
    gap: 8px;
    text-wrap: pretty;
  }
  .causes svg {
    flex: none;
    margin-top: 3px;
    color: var(--_caution);
  }
  .causes b {
    font-weight: 500;
    color: var(--_text);
  }
  .guide {
    margin-top: 10px;
    padding: 10px 12px;
    border-inline-start: 3px solid var(--_caution);
    background: color-mix(in srgb, var(--_caution) 8%, var(--_surface));
    text-wrap: pretty;
  }
  .guide h4 {
    font-size: var(--_fs);
    font-weight: 600;
  }
  .guide ol {
    margin: 4px 0 0;
    padding-inline-start: 20px;
  }
  .now .gap {
    margin-top: 8px;
    color: var(--_muted);
  }
  .note {
    display: flex;
    align-items: center;
    gap: 5px;
    margin-top: 6px;
    font-size: var(--_fs-s);
    color: var(--_caution);
  }
  .note--info {
    color: var(--_muted);
  }
  progress {
    display: block;
    width: 100%;
    max-width: 240px;
    height: 4px;
    margin-top: 4px;
    border: 0;
    border-radius: 99px;
    background: color-mix(in srgb, var(--_text) 10%, transparent);
    appearance: none;
    overflow: hidden;
  }
  progress::-webkit-progress-bar {
    background: none;
  }
  progress::-webkit-progress-value {
    background: var(--_line);
  }
  progress::-moz-progress-bar {
    background: var(--_line);
  }
  .bars {
    display: flex;
    align-items: flex-end;
    gap: 2px;
    height: 28px;
    margin-top: 10px;
  }
  .bars i,
  .legend i {
    display: block;
    border-radius: 1px;
  }
  .bars i {
    flex: 1;
    min-width: 0;
  }
  .up {
    height: 100%;
    background: color-mix(in srgb, var(--_positive) 70%, var(--_surface));
  }
  .some {
    height: 50%;
    background: var(--_caution);
  }
  .down {
    height: 4px;
    background: var(--_critical);
  }
  .none {
    height: 2px;
    background: var(--_border);
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 14px;
    margin-top: 6px;
  }
  .legend span {
    display: flex;
    align-items: center;
    gap: 5px;
  }
  .legend i {
    width: 3px;
  }
  .legend .up {
    height: 12px;
  }
  .legend .some {
    height: 7px;
  }
  .legend .down {
    width: 4px;
  }
  .facts {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(104px, 1fr));
    gap: 12px;
    margin-top: 16px;
  }
  .facts div {
    display: flex;
    flex-direction: column;
  }
  .facts dd {
    margin: 0;
  }
  .facts dd.num {
    order: -1;
    font-size: var(--_fs-l);
    font-weight: 600;
  }
  .timeline .when {
    padding: 12px 0 4px;
  }
  .entry {
    display: flex;
    gap: 10px;
    padding: 5px 0;
  }
  .entry .mark {
    align-self: flex-start;
    height: 20px;
  }
  .entry .mark.muted {
    color: var(--_muted);
  }
  .entry .grow {
    text-wrap: pretty;
  }
  .more {
    align-self: center;
    margin: 0 16px 16px;
  }
  dialog {
    margin: auto;
    padding: 20px;
    width: min(420px, calc(100vw - 24px));
    border: 0;
    border-radius: var(--_r4);
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_sh3);
  }
  dialog::backdrop {
    background: hsl(220 40% 8% / 0.45);
  }
  dialog p {
    margin-top: 6px;
    color: var(--_muted);
    text-wrap: pretty;
  }
  dialog .wrong {
    color: var(--_critical);
  }
  dialog .row {
    margin-top: 20px;
    justify-content: flex-end;
  }
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
  .skeleton {
    display: grid;
    gap: 16px;
    padding: 16px;
  }
  .sk-now {
    display: flex;
    gap: 16px;
  }
  .sk-now > .sk {
    width: 56px;
    height: 56px;
    border-radius: 50%;
  }
  .sk-now div {
    flex: 1;
    display: grid;
    gap: 8px;
    align-content: center;
  }
  .sk-now div .sk {
    width: 50%;
  }
  .sk-bars {
    height: 28px;
  }
  .sk-line {
    width: 70%;
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
  @container mh-session (max-width: 420px) {
    .now {
      gap: 12px;
    }
    .facts {
      grid-template-columns: repeat(2, 1fr);
    }
  }
`;
