// A chosen song at a glance: a button that plays some of it, beside the picture of its notes.

import { useEffect } from "hono/jsx/dom";
import type { Preview } from "./page_state.ts";
import { previewUrl, type SongPlayer } from "./song_player.ts";

export type SongPreviewProps = {
  readonly songId: string;
  /** What people call it. */
  readonly name: string;
  readonly preview: Preview | undefined;
  readonly player: SongPlayer;
};

const PLAY = "M8 4.8v14.4L19.5 12z";
const STOP = "M6.5 6.5h11v11h-11z";

export function SongPreview({ songId, name, preview, player }: SongPreviewProps) {
  const standing = preview?.songId === songId ? preview.standing : undefined;
  const isOn = standing === "loading" || standing === "playing";
  useEffect(() => () => player.leave(songId), [songId]);
  return (
    <div class="song-preview" data-standing={standing ?? "silent"}>
      <button
        type="button"
        class="listen"
        aria-label={isOn ? `Stop ${name}` : `Play some of ${name}`}
        aria-busy={standing === "loading" ? "true" : "false"}
        onClick={() => player.toggle(songId)}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d={isOn ? STOP : PLAY} />
        </svg>
      </button>
      <div
        class="song-picture"
        role="img"
        aria-label={`The notes of ${name}`}
        style={{ "--picture": `url("${previewUrl(songId, "thumbnail")}")` }}
      />
    </div>
  );
}
