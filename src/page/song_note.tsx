// What stands under a song field: what the song is like, or what is wrong with the name.

import type { Song, SongSummary } from "../client/wire.ts";
import { type Complaint, nameOf, type SongEntry } from "./form_state.ts";
import type { Preview } from "./page_state.ts";
import type { SongPlayer } from "./song_player.ts";
import { SongPreview } from "./song_preview.tsx";
import { clockTime, keyInSigns } from "./wording.ts";

export type SongNoteProps = {
  readonly entry: SongEntry;
  readonly song: Song | undefined;
  readonly preview: Preview | undefined;
  readonly player: SongPlayer;
  readonly onChoose: (song: SongSummary) => void;
};

export function SongNote({ entry, song, preview, player, onChoose }: SongNoteProps) {
  const { songId, text, complaint } = entry;
  if (complaint) return <ComplaintNote complaint={complaint} onChoose={onChoose} />;
  if (!songId) return <p class="hint">{text ? "As you wrote it" : "Title, or title and artist"}</p>;
  const hasFailed = preview?.songId === songId && preview.standing === "failed";
  return (
    <>
      <SongPreview key={songId} songId={songId} name={text} preview={preview} player={player} />
      <p class="hint" role="status">
        {hasFailed
          ? "This song cannot be played now"
          : song
          ? <SongFacts song={song} />
          : NOTHING_YET}
      </p>
    </>
  );
}

/** Keeps the place of what is about to come. */
const NOTHING_YET = "\u00a0";

function SongFacts({ song }: { song: Song }) {
  return (
    <>
      {clockTime(song.durationSeconds)} · {keyInSigns(song.key)} · {Math.round(song.tempoBpm)} BPM ·
      {" "}
      <span class="license" title={song.sourceNote}>{song.license}</span>
    </>
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
