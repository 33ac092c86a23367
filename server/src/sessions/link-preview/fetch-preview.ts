import { cutText } from '../../inbox/cut-text.ts';
import { drawThumbnail } from '../../media/draw-thumbnail.ts';
import type { Media } from '../../media/media.ts';
import { writeFileFrom } from '../../media/media-store.ts';
import { tellType } from '../../media/tell-type.ts';
import type { GuardedAnswer } from '../../net/guarded-fetch.ts';
import type { Outgoing } from '../../net/outgoing.ts';
import { sessionLimits } from '../limits.ts';
import { readPage } from './read-page.ts';

/** What is shown beneath a text with a link; the contract's LinkPreview. */
export interface LinkPreview {
  url: string;
  title?: string;
  description?: string;
  thumbnail?: string;
}

const { previews: limits } = sessionLimits;

/** The first link of a text that may get a preview. */
export function linkIn(text: string): string | null {
  const found = /https?:\/\/[^\s<>"'`{}|\\^]{3,2000}/i.exec(text)?.[0].replace(/[.,;:!?)\]]+$/, '');
  return found && URL.canParse(found) ? found : null;
}

/**
 * Looks at the page that a text links to, through the guard for addresses that people choose, within limits of time and
 * size. Null for what is no page, doesn't answer in time, is not to be called, or says nothing of itself.
 */
export async function fetchPreview(
  url: string,
  tools: { outgoing: Outgoing; media: Pick<Media, 'workshop'>; signal: AbortSignal },
): Promise<LinkPreview | null> {
  const { signal } = tools;
  try {
    const answer = await tools.outgoing.fetch(url, {
      headers: { accept: 'text/html,application/xhtml+xml', 'user-agent': limits.userAgent },
      timeoutMs: limits.pageMs,
      maxBytes: limits.pageBytes,
      beyond: 'cut',
      redirects: limits.redirects,
      signal,
    });
    if (
      answer.status !== 200 ||
      !/^(text\/html|application\/xhtml\+xml)\b/i.test(answer.headers['content-type'] ?? '')
    ) {
      answer.discard();
      return null;
    }
    const facts = readPage(await decode(answer));
    const title = facts.title && cutText(facts.title, limits.titleLength);
    const description = facts.description && cutText(facts.description, limits.descriptionLength);
    if (!title && !description) return null;
    const image = facts.image && URL.parse(facts.image, answer.url);
    const thumbnail = image ? await fetchThumbnail(image, tools) : null;
    return {
      url,
      ...(title ? { title } : {}),
      ...(description ? { description } : {}),
      ...(thumbnail ? { thumbnail } : {}),
    };
  } catch {
    return null;
  }
}

/** Pages say their alphabet in a header, or in themselves. */
async function decode(answer: GuardedAnswer): Promise<string> {
  const bytes = await answer.bytes();
  const said =
    /charset=["']?([\w-]{2,20})/i.exec(answer.headers['content-type'] ?? '')?.[1] ??
    /charset=["']?([\w-]{2,20})/i.exec(bytes.toString('latin1', 0, 2_048))?.[1];
  try {
    return new TextDecoder(said ?? 'utf-8').decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

/** Without its picture, a preview is still one. */
async function fetchThumbnail(
  image: URL,
  { outgoing, media, signal }: { outgoing: Outgoing; media: Pick<Media, 'workshop'>; signal: AbortSignal },
): Promise<string | null> {
  try {
    const answer = await outgoing.fetch(image, {
      headers: { accept: 'image/*', 'user-agent': limits.userAgent },
      timeoutMs: limits.imageMs,
      maxBytes: limits.imageBytes,
      redirects: limits.redirects,
      signal,
    });
    if (answer.status !== 200) {
      answer.discard();
      return null;
    }
    return await media.workshop.withFile(async (path) => {
      const { head } = await writeFileFrom(answer.body, { path, most: limits.imageBytes });
      return drawThumbnail(path, tellType(head, null) ?? '');
    });
  } catch {
    return null;
  }
}
