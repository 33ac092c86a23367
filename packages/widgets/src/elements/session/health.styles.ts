import { css } from 'lit';

/** How the number is, the last day, and the timeline. */
export const healthStyles = css`
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
    max-width: 240px;
    margin-top: 4px;
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
  @container mh-session (max-width: 420px) {
    .now {
      gap: 12px;
    }
    .facts {
      grid-template-columns: repeat(2, 1fr);
    }
  }
`;
