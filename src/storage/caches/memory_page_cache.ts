import type { SongPageCache } from "../../songs/search/cached_search.ts";

/** Of keys and pages together, in UTF-16 units. */
const MAX_LETTERS = 8 * 1024 * 1024;

/** Pages of this process; those that were asked for least lately go first. */
export function createMemoryPageCache({ maxLetters = MAX_LETTERS } = {}): SongPageCache {
  const pages = new Map<string, string>();
  let letters = 0;

  function remove(key: string): string | undefined {
    const page = pages.get(key);
    if (page === undefined) return undefined;
    pages.delete(key);
    letters -= key.length + page.length;
    return page;
  }

  function keep(key: string, page: string): void {
    pages.set(key, page);
    letters += key.length + page.length;
  }

  return {
    get(key) {
      const page = remove(key);
      if (page !== undefined) keep(key, page);
      return page;
    },
    set(key, page) {
      remove(key);
      keep(key, page);
      for (const oldest of pages.keys()) {
        if (letters <= maxLetters) break;
        remove(oldest);
      }
    },
  };
}
