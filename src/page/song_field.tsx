// A field for one song: type a name, or pick one of the songs it may stand for.

import type { Song, SongSummary } from "../client/wire.ts";
import { MAX_SONG_TEXT, nameOf, type Place, type SongEntry } from "./form_state.ts";
import type { Preview } from "./page_state.ts";
import { SongList } from "./song_list.tsx";
import { SongNote } from "./song_note.tsx";
import type { SongPlayer } from "./song_player.ts";
import { type SongListState, useSongList } from "./use_song_list.ts";
import type { SearchSongs } from "./use_song_search.ts";

export type SongFieldProps = {
  readonly place: Place;
  readonly entry: SongEntry;
  readonly song: Song | undefined;
  readonly preview: Preview | undefined;
  readonly player: SongPlayer;
  readonly example: SongSummary | undefined;
  readonly onType: (text: string) => void;
  readonly onChoose: (song: SongSummary) => void;
  readonly search: SearchSongs;
};

export function SongField(props: SongFieldProps) {
  const { place, entry, example, onType, onChoose, search } = props;
  const id = `song-${place + 1}`;
  // A field that holds a chosen song opens on the whole catalogue, to choose another.
  const text = entry.songId ? "" : entry.text;
  const list = useSongList({ search, text, onChoose });
  const { isOpen, active, found } = list;
  const isListed = isOpen && found.length > 0;
  const note = searchNote(list, entry);
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
          maxlength={MAX_SONG_TEXT}
          aria-autocomplete="list"
          aria-expanded={isListed ? "true" : "false"}
          aria-controls={`${id}-list`}
          aria-activedescendant={isListed && active >= 0 ? `${id}-list-${active}` : null}
          aria-invalid={entry.complaint ? "true" : "false"}
          aria-describedby={`${id}-about`}
          placeholder={example ? nameOf(example) : "Title - Artist"}
          value={entry.text}
          onInput={(event) => {
            const { value } = event.currentTarget as HTMLInputElement;
            onType(value);
            list.open(value);
          }}
          onKeyDown={list.onKeyDown}
          onClick={() => isOpen || list.open(text)}
          onBlur={list.close}
        />
        <SongList id={`${id}-list`} list={list} />
      </div>
      <div id={`${id}-about`} class="song-about">
        {note ? <p class="hint">{note}</p> : <SongNote {...props} />}
      </div>
    </div>
  );
}

function searchNote({ isOpen, isStale, hasFailed, found }: SongListState, entry: SongEntry) {
  if (!isOpen) return "";
  if (hasFailed) return "The search does not answer; a full name works too";
  const isUnknown = !isStale && found.length === 0 && entry.text.trim() !== "";
  return isUnknown ? "No song of the catalogue looks like this" : "";
}
