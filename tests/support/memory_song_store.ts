import { scoreSong } from "../../src/songs/search/score_song.ts";
import type { NewSong, SearchName, Song, SongStore, SongSummary } from "../../src/songs/song.ts";

const MIN_SCORE = 0.1;

/** A catalogue in memory that passes the suite of `song_store_suite.ts`. */
export class MemorySongStore implements SongStore {
  readonly #songs = new Map<string, NewSong>();

  // deno-lint-ignore require-await
  async search(query: string, limit: number, signal?: AbortSignal): Promise<SongSummary[]> {
    signal?.throwIfAborted();
    return [...this.#songs.values()]
      .map((song) => summaryOf(song, query === "" ? 1 : scoreSong(query, song)))
      .filter(({ score }) => score >= MIN_SCORE)
      .sort((left, right) => right.score - left.score || compareText(left.title, right.title))
      .slice(0, limit);
  }

  // deno-lint-ignore require-await
  async searchExact(query: string, limit: number, signal?: AbortSignal): Promise<SongSummary[]> {
    signal?.throwIfAborted();
    return [...this.#songs.values()]
      .filter(({ searchTitle, searchArtist }) =>
        query === searchTitle || query === `${searchTitle} ${searchArtist}`
      )
      .map((song) => summaryOf(song, 1))
      .sort((left, right) => compareText(left.title, right.title))
      .slice(0, limit);
  }

  // deno-lint-ignore require-await
  async find(songId: string, signal?: AbortSignal): Promise<Song | undefined> {
    signal?.throwIfAborted();
    const song = this.#songs.get(songId);
    if (!song) return undefined;
    const { objectKey: _, searchTitle: __, searchArtist: ___, ...rest } = song;
    return rest;
  }

  // deno-lint-ignore require-await
  async objectKeys(songIds: readonly string[], signal?: AbortSignal) {
    signal?.throwIfAborted();
    return songIds.map((songId) => this.#songs.get(songId)?.objectKey);
  }

  // deno-lint-ignore require-await
  async has(names: readonly SearchName[], signal?: AbortSignal): Promise<boolean[]> {
    signal?.throwIfAborted();
    return names.map((name) => this.#isThere(name));
  }

  // deno-lint-ignore require-await
  async add(song: NewSong, signal?: AbortSignal): Promise<boolean> {
    signal?.throwIfAborted();
    const isThere = this.#isThere(song);
    if (!isThere) this.#songs.set(song.songId, song);
    return !isThere;
  }

  // deno-lint-ignore require-await
  async count(signal?: AbortSignal): Promise<number> {
    signal?.throwIfAborted();
    return this.#songs.size;
  }

  #isThere({ searchTitle, searchArtist }: SearchName): boolean {
    return [...this.#songs.values()].some((song) =>
      song.searchTitle === searchTitle && song.searchArtist === searchArtist
    );
  }
}

function summaryOf(song: Song, score: number): SongSummary {
  const { songId, title, artist, durationSeconds, tempoBpm, key } = song;
  return { songId, title, artist, durationSeconds, tempoBpm, key, score };
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
