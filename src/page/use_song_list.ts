// The list under a song field: what it shows, which song is marked, what the keys do to it.

import { useState } from "hono/jsx/dom";
import type { SongSummary } from "../client/wire.ts";
import { type SearchSongs, useSongSearch } from "./use_song_search.ts";

export type SongListState = {
  readonly found: readonly SongSummary[];
  /** Whether `found` belongs to an earlier text than the field's. */
  readonly isStale: boolean;
  readonly hasFailed: boolean;
  readonly isOpen: boolean;
  /** The marked song; −1 when none is. */
  readonly active: number;
  readonly open: (text: string) => void;
  readonly close: () => void;
  readonly choose: (song: SongSummary) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
};

export type SongListOptions = {
  readonly search: SearchSongs;
  /** What to look for when the list is opened by a key. */
  readonly text: string;
  readonly onChoose: (song: SongSummary) => void;
};

export function useSongList({ search, text, onChoose }: SongListOptions): SongListState {
  const { found, isStale, hasFailed, ask } = useSongSearch(search);
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);

  function open(text: string) {
    setActive(-1);
    setOpen(true);
    ask(text);
  }

  function close() {
    setOpen(false);
    setActive(-1);
  }

  function choose(song: SongSummary) {
    // A stale list does not show what was asked for.
    if (isStale) return;
    onChoose(song);
    close();
  }

  function onKeyDown(event: KeyboardEvent) {
    const marked = found[active];
    if (event.key === "ArrowDown" && !isOpen) open(text);
    else if (event.key === "ArrowDown") setActive(Math.min(found.length - 1, active + 1));
    else if (event.key === "ArrowUp" && isOpen) setActive(Math.max(-1, active - 1));
    else if (event.key === "Enter" && isOpen && marked) choose(marked);
    else if (event.key === "Escape" && isOpen) close();
    else return;
    event.preventDefault();
  }

  return { found, isStale, hasFailed, isOpen, active, open, close, choose, onKeyDown };
}
