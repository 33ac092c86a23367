import type { ListWords } from '../words/pt-br/list.ts';
import { spanOf } from './span.ts';

/** How a wait stands against the target. */
export interface Wait {
  /** `8 min`, `1 h 05`, `2 dias` */
  text: string;
  level: 'fine' | 'near' | 'late';
  /** Share of the target that has passed, 0 to 1. */
  share: number;
}

/** Near the target from 70 % on, late past it. */
export function waitOf(since: string, now: number, targetMinutes: number, words: ListWords): Wait {
  const minutes = Math.max(0, Math.floor((now - Date.parse(since)) / 60_000));
  const share = Math.min(1, minutes / targetMinutes);
  const level = minutes >= targetMinutes ? 'late' : share >= 0.7 ? 'near' : 'fine';
  return { text: spanOf(now - Date.parse(since), words), level, share };
}
