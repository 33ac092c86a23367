import { html, nothing } from 'lit';
import { icon } from '../../icons/icon.ts';
import {
  ban,
  check,
  checkCheck,
  circle,
  circleAlert,
  fileText,
  image,
  mic,
  phone,
  video,
} from '../../icons/list.gen.ts';

/** By kind of what came, and by state of what went out. */
const DRAWINGS: Record<string, string> = {
  image,
  video,
  gif: video,
  audio: mic,
  voice: mic,
  document: fileText,
  sticker: image,
  deleted: ban,
  call: phone,
  missed_call: phone,
  queued: circle,
  sent: check,
  delivered: checkCheck,
  read: checkCheck,
  played: checkCheck,
  failed: circleAlert,
};
const TONES: Record<string, string> = { read: 'read', played: 'read', failed: 'bad', missed_call: 'bad' };

/** The sign before a row's preview: its words say the same, so it may come a moment after them. */
export function rowSign(sign: string): unknown {
  const drawing = DRAWINGS[sign];
  if (!drawing) return nothing;
  return html`<span class=${TONES[sign] ?? ''}>${icon(drawing, sign === 'queued' ? 'i14 dash' : 'i14')}</span>`;
}
