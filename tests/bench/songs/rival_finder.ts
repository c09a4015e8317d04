// Finds the songs of a catalogue that are within some slips of a query: all of them, by a word
// index and by comparing every word of the catalogue, not by any search of ours.

import { countEdits } from "../../../src/songs/search/count_edits.ts";
import { compareName } from "./compared_name.ts";
import { nameSong } from "./name_song.ts";
import { mostEdits } from "./slips.ts";

export class RivalFinder {
  readonly #ids = new Map<string, number>();
  readonly #words: string[] = [];
  readonly #letters: number[] = [];
  readonly #byLength: number[][] = [];
  readonly #songsOf: number[][] = [];
  readonly #songWords: Uint32Array;
  readonly #ends: Uint32Array;
  readonly #near = new Map<string, readonly number[]>();

  constructor(seed: number, songs: number) {
    const words: number[] = [];
    this.#ends = new Uint32Array(songs);
    for (let song = 0; song < songs; song++) {
      const { title, remarks, artist } = compareName(nameSong(seed, song));
      for (const word of new Set([...title, ...remarks, ...artist])) {
        const id = this.#idOf(word);
        this.#songsOf[id]!.push(song);
        words.push(id);
      }
      this.#ends[song] = words.length;
    }
    this.#songWords = Uint32Array.from(words);
  }

  /** The songs that may be within so many slips; few that are not. */
  *songsNear(query: readonly string[], slips: number, isUnfinished: boolean): Generator<number> {
    const reach = query.map((_, index) => this.#reachOf(query, index, slips, isUnfinished));
    const matches = new Map<number, number>();
    reach.forEach((ids, index) => {
      for (const id of ids) matches.set(id, (matches.get(id) ?? 0) | (1 << index));
    });
    const seen = new Set<number>();
    for (const index of this.#fewest(query, reach, slips)) {
      for (const id of reach[index]!) {
        for (const song of this.#songsOf[id]!) {
          if (seen.has(song)) continue;
          seen.add(song);
          if (this.#unsaid(song, query, matches) <= slips) yield song;
        }
      }
    }
  }

  /** Letters of the query that no word of the song is near to. */
  #unsaid(song: number, query: readonly string[], matches: ReadonlyMap<number, number>): number {
    let said = 0;
    for (let at = song === 0 ? 0 : this.#ends[song - 1]!; at < this.#ends[song]!; at++) {
      said |= matches.get(this.#songWords[at]!) ?? 0;
    }
    return query.reduce((sum, word, index) => sum + (said & (1 << index) ? 0 : word.length), 0);
  }

  /** Words with the fewest songs that cannot all be missing: they have more letters than slips. */
  #fewest(query: readonly string[], reach: readonly (readonly number[])[], slips: number) {
    const sizeOf = (ids: readonly number[]) =>
      ids.reduce((sum, id) => sum + this.#songsOf[id]!.length, 0);
    const order = query.map((word, index) => ({ index, word, size: sizeOf(reach[index]!) }))
      .sort((left, right) => left.size - right.size);
    let letters = 0;
    return order.filter(({ word }) => {
      const isNeeded = letters <= slips;
      letters += word.length;
      return isNeeded;
    }).map(({ index }) => index);
  }

  /** The words that one of the query may mean, alone, with its neighbour, or as two words. */
  #reachOf(
    query: readonly string[],
    index: number,
    slips: number,
    isUnfinished: boolean,
  ): readonly number[] {
    const word = query[index]!;
    const joined = [
      ...index > 0 ? [query[index - 1]! + word] : [],
      ...index < query.length - 1 ? [word + query[index + 1]!] : [],
    ];
    const halves = [...word].flatMap((_, cut) => {
      const [left, right] = [this.#ids.get(word.slice(0, cut)), this.#ids.get(word.slice(cut))];
      return left === undefined || right === undefined ? [] : [left, right];
    });
    const begun = isUnfinished && index === query.length - 1
      ? this.#words.flatMap((other, id) => other.startsWith(word) ? [id] : [])
      : [];
    const whole = joined.flatMap((text) => this.#ids.get(text) ?? []);
    return [...new Set([...this.#nearTo(word, slips), ...whole, ...halves, ...begun])];
  }

  #nearTo(word: string, slips: number): readonly number[] {
    const key = `${slips} ${word}`;
    const known = this.#near.get(key) ?? this.#compareAll(word, slips);
    this.#near.set(key, known);
    return known;
  }

  #compareAll(word: string, slips: number): number[] {
    const near: number[] = [];
    const letters = lettersOf(word);
    for (const [length, ids] of this.#byLength.entries()) {
      const edits = Math.min(slips, mostEdits(Math.max(word.length, length)));
      if (!ids || Math.abs(length - word.length) > edits) continue;
      for (const id of ids) {
        const other = this.#words[id]!;
        const others = this.#letters[id]!;
        if (bitsOf(letters & ~others) > edits || bitsOf(others & ~letters) > edits) continue;
        if (countEdits(word, other, edits) <= edits) near.push(id);
      }
    }
    return near;
  }

  #idOf(word: string): number {
    const known = this.#ids.get(word);
    if (known !== undefined) return known;
    const id = this.#words.push(word) - 1;
    this.#ids.set(word, id);
    this.#letters.push(lettersOf(word));
    this.#songsOf.push([]);
    (this.#byLength[word.length] ??= []).push(id);
    return id;
  }
}

/** A bit for each letter that occurs. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let index = 0; index < word.length; index++) letters |= 1 << (word.charCodeAt(index) & 31);
  return letters;
}

function bitsOf(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
