import { describe, expect, it, vi } from 'vitest';
import { backwards, iterate, type Page } from './iterate.ts';

function rows(...ids: string[]) {
  return ids.map((id) => ({ id }));
}

describe('iterate', () => {
  it('walks all pages, each row once although one moved to a later page', async () => {
    const pages: Record<string, Page<{ id: string }>> = {
      first: { data: rows('a', 'b'), nextCursor: 'c1' },
      c1: { data: rows('b', 'c'), nextCursor: null },
    };
    const fetchPage = vi.fn(async (cursor?: string) => pages[cursor ?? 'first']!);
    const seen: string[] = [];
    for await (const { id } of iterate(fetchPage)) seen.push(id);
    expect(seen).toEqual(['a', 'b', 'c']);
    expect(fetchPage.mock.calls).toEqual([[undefined], ['c1']]);
  });

  it('asks for no page that nobody reads, and ends with the error of one that fails', async () => {
    const fetchPage = vi.fn(async () => ({ data: rows('a'), nextCursor: 'c1' }));
    for await (const _ of iterate(fetchPage)) break;
    expect(fetchPage).toHaveBeenCalledTimes(1);
    const failing = iterate(() => Promise.reject(new Error('gone')));
    await expect(failing.next()).rejects.toThrow('gone');
  });

  it('walks a thread back from its newest message', async () => {
    const pages: Record<string, { data: { id: string }[]; prevCursor: string | null }> = {
      newest: { data: rows('3', '4'), prevCursor: 'c1' },
      c1: { data: rows('1', '2'), prevCursor: null },
    };
    const seen: string[] = [];
    const thread = iterate((before) => Promise.resolve(pages[before ?? 'newest']!).then(backwards));
    for await (const { id } of thread) seen.push(id);
    expect(seen).toEqual(['4', '3', '2', '1']);
  });
});
