// What stands under a song field: what the song is like, or what is wrong with the name.

import type { Song, SongSummary } from "../client/wire.ts";
import { type Complaint, nameOf, type SongEntry } from "./form_state.ts";
import { clockTime } from "./wording.ts";

export type SongNoteProps = {
  readonly entry: SongEntry;
  readonly song: Song | undefined;
  readonly onChoose: (song: SongSummary) => void;
};

export function SongNote({ entry, song, onChoose }: SongNoteProps) {
  if (entry.complaint) return <ComplaintNote complaint={entry.complaint} onChoose={onChoose} />;
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

type ComplaintProps = { complaint: Complaint; onChoose: SongNoteProps["onChoose"] };

function ComplaintNote({ complaint: { message, suggestions }, onChoose }: ComplaintProps) {
  return (
    <div class="complaint">
      <p>{message}</p>
      {suggestions.length > 0 && <p class="hint">Did you mean</p>}
      <ul>
        {suggestions.map((song) => (
          <li key={song.songId}>
            <button type="button" title={nameOf(song)} onClick={() => onChoose(song)}>
              <span>{song.title}</span> <small>{song.artist}</small>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
