/** Pixels that a picture may have in a thread. */
const MOST_HIGH = 320;
const MOST_WIDE = 420;
const LEAST_WIDE = 140;
const LEAST_HIGH = 90;
/** For files that do not say how large they are. */
const UNKNOWN = { width: 280, height: 180 };
const STICKER = { width: 144, height: 144 };
/** What a bubble leaves around its picture. */
const INSET = 8;

/** The measures of a picture, where they are known. */
interface Measures {
  width?: number;
  height?: number;
}

/** The room a picture gets before it is loaded, in a thread of a width: its own ratio, neither tiny nor huge. */
export function mediaBox(type: string, measures: Measures, threadWidth = 640): Required<Measures> {
  if (type === 'sticker') return STICKER;
  const { width = UNKNOWN.width, height = UNKNOWN.height } = measures;
  const room = Math.min(MOST_WIDE, Math.max(LEAST_WIDE, threadWidth * 0.78 - INSET));
  const scale = Math.min(1, room / width, MOST_HIGH / height);
  return {
    width: Math.round(Math.min(room, Math.max(LEAST_WIDE, width * scale))),
    height: Math.round(Math.min(MOST_HIGH, Math.max(LEAST_HIGH, height * scale))),
  };
}

/** True for what is shown as a picture. */
export function isPicture(type: string): boolean {
  return type === 'image' || type === 'video' || type === 'sticker';
}
