import { css } from 'lit';

/**
 * The 25 public tokens with their defaults, as private properties of each element, so that two brands
 * live on one page. A host sets `--mh-*` anywhere above an element; nothing here ever sets those.
 * `light-dark()` follows the nearest `color-scheme`: the page's own, or what `<mh-provider theme>` sets.
 */
export const tokens = css`
  :host {
    --_brand: var(--mh-brand, light-dark(#34527a, #9db9e2));
    --_on-brand: var(--mh-on-brand, light-dark(#ffffff, #0e1a2a));
    --_brand-text: var(--mh-brand-text, light-dark(#2d4c76, #a8c3ea));
    --_brand-soft: var(--mh-brand-soft, light-dark(#e8eef6, #202c3d));
    --_bg: var(--mh-bg, light-dark(#f4f5f7, #0f1216));
    --_surface: var(--mh-surface, light-dark(#ffffff, #16191f));
    --_text: var(--mh-text, light-dark(#1a1e24, #e7eaee));
    --_muted: var(--mh-text-muted, light-dark(#58606b, #a1a9b5));
    --_border: var(--mh-border, light-dark(#e1e4e9, #2a3039));
    --_strong: var(--mh-border-strong, light-dark(#7d8591, #6e7885));
    --_positive: var(--mh-positive, light-dark(#17734a, #5fc793));
    --_caution: var(--mh-caution, light-dark(#8a5800, #e0ad4a));
    --_critical: var(--mh-critical, light-dark(#b4302b, #f28d84));
    --_info: var(--mh-info, light-dark(#1d60ab, #84b6ef));
    --_assistant: var(--mh-assistant, light-dark(#6a49b0, #bba6f3));
    --_focus: var(--mh-focus, var(--_brand-text));
    --_font: var(
      --mh-font,
      'Inter Variable',
      Inter,
      system-ui,
      -apple-system,
      'Segoe UI',
      Roboto,
      'Noto Sans',
      sans-serif
    );
    --_fs: var(--mh-font-size, 14px);
    --_r3: var(--mh-radius, 8px);
    --_density: var(--mh-density, 1);
    --_motion: var(--mh-motion, 1);

    --_line: color-mix(in srgb, var(--_brand) 50%, var(--_brand-text));
    --_hover: color-mix(in srgb, var(--_text) 4%, transparent);
    --_skeleton: color-mix(in srgb, var(--_text) 8%, var(--_surface));
    --_r1: calc(var(--_r3) * 0.5);
    --_r2: calc(var(--_r3) * 0.75);
    --_fs-xs: calc(var(--_fs) * 0.786);
    --_fs-s: calc(var(--_fs) * 0.857);
    --_fs-m: calc(var(--_fs) * 0.929);
    --_fs-l: calc(var(--_fs) * 1.143);
    --_control: calc(32px * var(--_density));
    --_fast: calc(120ms * var(--_motion));

    display: block;
    box-sizing: border-box;
    font: 400 var(--_fs) / 1.43 var(--_font);
    color: var(--_text);
    text-align: start;
    -webkit-font-smoothing: antialiased;
  }
  @media (pointer: coarse) {
    :host {
      --_density: max(1.14, var(--mh-density, 1));
      --_control: 44px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    :host {
      --_motion: 0;
    }
  }
  :host([hidden]) {
    display: none;
  }
`;
