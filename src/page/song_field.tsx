// A field for one song: type a name, or pick one of the songs it may be.

import { useEffect, useRef, useState } from "hono/jsx/dom";
import type { Song, SongSummary } from "../channel/protocol.ts";
import { MAX_SONG_TEXT, nameOf, type Place, type SongEntry } from "./form_state.ts";
import { clockTime, count } from "./wording.ts";
import { useSongSearch } from "./use_song_search.ts";

export type SongFieldProps = {
  readonly place: Place;
  readonly entry: SongEntry;
  readonly song: Song | undefined;
  readonly example: SongSummary | undefined;
  readonly onType: (place: Place, text: string) => void;
  readonly onChoose: (place: Place, song: SongSummary) => void;
  readonly search: (text: string, signal: AbortSignal) => Promise<SongSummary[]>;
};

export function SongField(props: SongFieldProps) {
  const { place, entry } = props;
  const id = `song-${place + 1}`;
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const { found, isStale, hasFailed, ask } = useSongSearch(props.search);
  const list = useRef<HTMLUListElement>(null);

  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);

  function open(text: string) {
    setActive(-1);
    setOpen(true);
    ask(text);
  }

  function choose(song: SongSummary) {
    // What a stale list shows is not what was asked for.
    if (isStale) return;
    props.onChoose(place, song);
    setOpen(false);
    setActive(-1);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Escape" && isOpen) setOpen(false);
    else if (event.key === "Enter" && isOpen && found[active]) choose(found[active]);
    else if (event.key === "ArrowDown" && !isOpen) open(entry.songId ? "" : entry.text);
    else if (event.key === "ArrowDown") setActive(Math.min(found.length - 1, active + 1));
    else if (event.key === "ArrowUp" && isOpen) setActive(Math.max(-1, active - 1));
    else return;
    event.preventDefault();
  }

  const isListed = isOpen && found.length > 0;
  const note = isOpen && hasFailed
    ? "The search does not answer; a full name works too"
    : isOpen && !isStale && found.length === 0 && entry.text.trim() !== ""
    ? "No song of the catalogue looks like this"
    : "";

  return (
    <div class="song" data-song={place + 1}>
      <label for={id}>
        <span class="song-mark" aria-hidden="true">{place + 1}</span>
        {["First", "Second", "Third"][place]} song
      </label>
      <div class="combobox">
        <input
          id={id}
          type="text"
          role="combobox"
          autocomplete="off"
          spellcheck={false}
          maxlength={MAX_SONG_TEXT}
          aria-autocomplete="list"
          aria-expanded={isListed ? "true" : "false"}
          aria-controls={`${id}-list`}
          aria-activedescendant={isListed && active >= 0 ? `${id}-option-${active}` : null}
          aria-invalid={entry.complaint ? "true" : "false"}
          aria-describedby={`${id}-about`}
          placeholder={props.example ? nameOf(props.example) : "Title - Artist"}
          value={entry.text}
          onInput={(event) => {
            const { value } = event.currentTarget as HTMLInputElement;
            props.onType(place, value);
            open(value);
          }}
          onKeyDown={onKeyDown}
          onClick={() => !isOpen && open(entry.songId ? "" : entry.text)}
          onBlur={() => setOpen(false)}
        />
        <ul
          id={`${id}-list`}
          ref={list}
          role="listbox"
          aria-label="Songs of the catalogue"
          hidden={!isListed}
          aria-busy={isStale ? "true" : "false"}
          onMouseDown={(event) => event.preventDefault()}
        >
          {found.map((song, index) => (
            <li
              key={song.songId}
              id={`${id}-option-${index}`}
              role="option"
              aria-selected={index === active ? "true" : "false"}
              onClick={() => choose(song)}
            >
              <span class="option-title">{song.title}</span>
              <span class="option-about">{aboutSong(song)}</span>
            </li>
          ))}
        </ul>
        <p class="visually-hidden" role="status">
          {isListed ? `${count(found.length, "song")} to choose from` : ""}
        </p>
      </div>
      <div id={`${id}-about`} class="song-about">
        {note ? <p class="hint">{note}</p> : <SongNote {...props} />}
      </div>
    </div>
  );
}

function SongNote({ place, entry, song, onChoose }: SongFieldProps) {
  if (entry.complaint) {
    const { message, suggestions } = entry.complaint;
    return (
      <div class="complaint">
        <p>{message}</p>
        {suggestions.length > 0 && <p class="hint">Did you mean</p>}
        {suggestions.length > 0 && (
          <ul>
            {suggestions.map((suggestion) => (
              <li key={suggestion.songId}>
                <button type="button" onClick={() => onChoose(place, suggestion)}>
                  <span>{suggestion.title}</span> <small>{suggestion.artist}</small>
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    );
  }
  if (!song) {
    return <p class="hint">{entry.text ? "As you wrote it" : "Title, or title and artist"}</p>;
  }
  return (
    <p class="hint">
      {clockTime(song.durationSeconds)} · {song.key} · {Math.round(song.tempoBpm)} BPM ·{" "}
      <span class="license" title={song.sourceNote}>{song.license}</span>
    </p>
  );
}

function aboutSong({ artist, key, tempoBpm, durationSeconds }: SongSummary): string {
  return [artist, clockTime(durationSeconds), key, `${Math.round(tempoBpm)} BPM`]
    .filter(Boolean).join(" · ");
}
