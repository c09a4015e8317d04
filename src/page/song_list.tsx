// The songs a name may stand for, as a list to pick from.

import { useEffect, useRef } from "hono/jsx/dom";
import type { SongSummary } from "../client/wire.ts";
import type { SongListState } from "./use_song_list.ts";
import { clockTime, count, keyInSigns } from "./wording.ts";

export function SongList({ id, list }: { id: string; list: SongListState }) {
  const { found, isStale, active, choose } = list;
  const isShown = list.isOpen && found.length > 0;
  const element = useRef<HTMLUListElement>(null);

  useEffect(() => {
    element.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);

  return (
    <>
      <ul
        id={id}
        ref={element}
        role="listbox"
        aria-label="Songs of the catalogue"
        aria-busy={isStale ? "true" : "false"}
        hidden={!isShown}
        onMouseDown={(event) => event.preventDefault()}
      >
        {found.map((song, index) => (
          <li
            key={song.songId}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active ? "true" : "false"}
            onClick={() => choose(song)}
          >
            <span>{song.title}</span>
            <span class="option-about">{aboutSong(song)}</span>
          </li>
        ))}
      </ul>
      <p class="visually-hidden" role="status">
        {isShown ? `${count(found.length, "song")} to choose from` : ""}
      </p>
    </>
  );
}

function aboutSong({ artist, key, tempoBpm, durationSeconds }: SongSummary): string {
  return [artist, clockTime(durationSeconds), keyInSigns(key), `${Math.round(tempoBpm)} BPM`]
    .filter(Boolean).join(" · ");
}
