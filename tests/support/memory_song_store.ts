import { compareFits } from "../../src/songs/search/compare_fits.ts";
import { songWords } from "../../src/songs/search/song_words.ts";
import { wordKeys } from "../../src/songs/search/word_keys.ts";
import type { NewSong, SearchName, Song, SongRef } from "../../src/songs/song.ts";
import type {
  Candidate,
  CatalogueWord,
  FoundWord,
  KeptSong,
  ListOptions,
  SongFilter,
  SongLook,
  SongStore,
} from "../../src/songs/song_store.ts";

/** As pg_trgm counts them. */
const MIN_SHARED = 0.3;

/** A catalogue in memory that passes the suite of `song_store_suite.ts`. */
export class MemorySongStore implements SongStore {
  readonly #songs = new Map<string, NewSong>();
  #version = 0;

  // deno-lint-ignore require-await
  async findWords(keys: readonly string[], signal?: AbortSignal): Promise<FoundWord[]> {
    signal?.throwIfAborted();
    return this.#words().flatMap((word) => {
      const own = wordKeys(word.word);
      return keys.filter((key) => own.includes(key)).map((key) => ({ ...word, key }));
    });
  }

  // deno-lint-ignore require-await
  async findBegunWords(beginning: string, signal?: AbortSignal): Promise<CatalogueWord[]> {
    signal?.throwIfAborted();
    return this.#words().filter(({ word }) => word.startsWith(beginning));
  }

  // deno-lint-ignore require-await
  async findLikeWords(words: readonly string[], signal?: AbortSignal): Promise<FoundWord[]> {
    signal?.throwIfAborted();
    return this.#words().flatMap((word) =>
      words.filter((other) => sharedTrigrams(word.word, other) >= MIN_SHARED)
        .map((key) => ({ ...word, key }))
    );
  }

  // deno-lint-ignore require-await
  async findSongs(
    looks: readonly SongLook[],
    filter: SongFilter,
    signal?: AbortSignal,
  ): Promise<Candidate[]> {
    signal?.throwIfAborted();
    return this.#matching(filter).filter((song) => looks.some((look) => isSeen(song, look)))
      .map(candidateOf);
  }

  // deno-lint-ignore require-await
  async list({ filter, limit, after }: ListOptions, signal?: AbortSignal): Promise<Candidate[]> {
    signal?.throwIfAborted();
    const behind = { ...after!, score: 1 };
    return this.#matching(filter).map(candidateOf)
      .filter((song) => !after || compareFits({ ...song, score: 1 }, behind) > 0)
      .sort(byTitle).slice(0, limit);
  }

  // deno-lint-ignore require-await
  async searchExact(query: string, limit: number, signal?: AbortSignal): Promise<Candidate[]> {
    signal?.throwIfAborted();
    return [...this.#songs.values()].map(candidateOf)
      .filter(({ searchTitle, searchArtist }) =>
        query === searchTitle || query === `${searchTitle} ${searchArtist}`
      )
      .sort(byTitle).slice(0, limit);
  }

  // deno-lint-ignore require-await
  async find(songId: string, signal?: AbortSignal): Promise<Song | undefined> {
    signal?.throwIfAborted();
    const song = this.#songs.get(songId);
    return song && songOf(song);
  }

  // deno-lint-ignore require-await
  async objectKeys(songIds: readonly string[], signal?: AbortSignal) {
    signal?.throwIfAborted();
    return songIds.map((songId) => this.#songs.get(songId)?.objectKey);
  }

  // deno-lint-ignore require-await
  async has(names: readonly SearchName[], signal?: AbortSignal): Promise<boolean[]> {
    signal?.throwIfAborted();
    return names.map((name) =>
      this.#values().some(({ searchTitle, searchArtist }) =>
        searchTitle === name.searchTitle && searchArtist === name.searchArtist
      )
    );
  }

  // deno-lint-ignore require-await
  async hasContents(hashes: readonly string[], signal?: AbortSignal): Promise<boolean[]> {
    signal?.throwIfAborted();
    return hashes.map((hash) => this.#values().some((song) => song.contentSha256 === hash));
  }

  // deno-lint-ignore require-await
  async findAlike(
    fingerprints: readonly string[],
    signal?: AbortSignal,
  ): Promise<(SongRef | undefined)[]> {
    signal?.throwIfAborted();
    return fingerprints.map((fingerprint) => {
      const song = this.#values().find((song) =>
        fingerprint !== "" && song.fingerprint === fingerprint
      );
      return song && { songId: song.songId, title: song.title, artist: song.artist };
    });
  }

  // deno-lint-ignore require-await
  async add(songs: readonly NewSong[], signal?: AbortSignal): Promise<boolean[]> {
    signal?.throwIfAborted();
    const areNew = songs.map((song) => this.#addOne(song));
    if (areNew.includes(true)) this.#version++;
    return areNew;
  }

  // deno-lint-ignore require-await
  async remove(songIds: readonly string[], signal?: AbortSignal): Promise<string[]> {
    signal?.throwIfAborted();
    const gone = songIds.flatMap((songId) => this.#songs.get(songId) ?? []);
    for (const { songId } of gone) this.#songs.delete(songId);
    if (gone.length > 0) this.#version++;
    return gone.map(({ objectKey }) => objectKey);
  }

  // deno-lint-ignore require-await
  async page(
    { afterId = "", limit }: { readonly afterId?: string; readonly limit: number },
    signal?: AbortSignal,
  ): Promise<KeptSong[]> {
    signal?.throwIfAborted();
    return this.#values().filter(({ songId }) => songId > afterId)
      .sort((left, right) => left.songId < right.songId ? -1 : 1)
      .slice(0, limit)
      .map((song) => ({
        ...songOf(song),
        objectKey: song.objectKey,
        contentSha256: song.contentSha256,
        fingerprint: song.fingerprint,
      }));
  }

  // deno-lint-ignore require-await
  async count(signal?: AbortSignal): Promise<number> {
    signal?.throwIfAborted();
    return this.#songs.size;
  }

  // deno-lint-ignore require-await
  async version(signal?: AbortSignal): Promise<number> {
    signal?.throwIfAborted();
    return this.#version;
  }

  #words(): CatalogueWord[] {
    const counts = new Map<string, number>();
    for (const word of this.#values().flatMap(songWords)) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    return [...counts].map(([word, songs]) => ({ word, songs }));
  }

  #values(): NewSong[] {
    return [...this.#songs.values()];
  }

  #addOne(song: NewSong): boolean {
    if (this.#values().some(({ contentSha256 }) => contentSha256 === song.contentSha256)) {
      return false;
    }
    this.#songs.set(song.songId, song);
    return true;
  }

  #matching(filter: SongFilter): NewSong[] {
    const { minTempoBpm = 0, maxTempoBpm = Infinity } = filter;
    const { minDurationSeconds = 0, maxDurationSeconds = Infinity } = filter;
    return this.#values().filter((song) =>
      (filter.key ?? song.key) === song.key && (filter.license ?? song.license) === song.license &&
      (filter.hasDrums ?? song.hasDrums) === song.hasDrums &&
      song.tempoBpm >= minTempoBpm && song.tempoBpm <= maxTempoBpm &&
      song.durationSeconds >= minDurationSeconds && song.durationSeconds <= maxDurationSeconds
    );
  }
}

function isSeen(song: NewSong, look: SongLook): boolean {
  const { searchTitle, searchArtist } = song;
  if ("named" in look) {
    return look.named.some((name) =>
      name === searchTitle || name === `${searchTitle} ${searchArtist}`
    );
  }
  if ("begun" in look) {
    return searchTitle.startsWith(look.begun) || searchArtist.startsWith(look.begun);
  }
  const words = songWords(song);
  return look.words.every((group) => group.some((word) => words.includes(word)));
}

function sharedTrigrams(left: string, right: string): number {
  const trigramsOf = (word: string) => {
    const padded = `  ${word} `;
    return new Set(Array.from({ length: padded.length - 2 }, (_, at) => padded.slice(at, at + 3)));
  };
  const [one, other] = [trigramsOf(left), trigramsOf(right)];
  return one.intersection(other).size / one.union(other).size;
}

function byTitle(left: Candidate, right: Candidate): number {
  return compareFits({ ...left, score: 1 }, { ...right, score: 1 });
}

function candidateOf(song: NewSong): Candidate {
  const { songId, title, artist, durationSeconds, tempoBpm, key, hasDrums, license } = song;
  const { searchTitle, searchArtist, fingerprint } = song;
  const summary = { songId, title, artist, durationSeconds, tempoBpm, key, hasDrums, license };
  return { ...summary, searchTitle, searchArtist, fingerprint };
}

function songOf(song: NewSong): Song {
  const { objectKey: _, contentSha256: __, fingerprint: ___, ...rest } = song;
  const { searchTitle: ____, searchArtist: _____, ...kept } = rest;
  return kept;
}
