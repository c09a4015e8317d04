// The piano roll with its legend. Its canvas is a picture; the legend's buttons pick a song out.

import { useEffect, useRef, useState } from "hono/jsx/dom";
import type { Job } from "../channel/protocol.ts";
import { PLACES } from "./form_state.ts";
import { type Piece, sourceShares } from "./piece.ts";
import { RollView } from "./roll_view.ts";
import { clockTime, count, percent, spokenTime } from "./wording.ts";

export type PianoRollProps = {
  readonly piece: Piece;
  readonly songs: Job["songs"];
  readonly isFollowing: boolean;
  readonly audio: HTMLAudioElement | null;
  readonly isPlaying: boolean;
  /** Where the audio stands; changes redraw the playhead when nothing plays. */
  readonly playSeconds: number;
  readonly onSeek: (seconds: number) => void;
};

export function PianoRoll(props: PianoRollProps) {
  const { piece, songs, isFollowing, audio, isPlaying, playSeconds, onSeek } = props;
  const music = useRef<HTMLCanvasElement>(null);
  const playhead = useRef<HTMLCanvasElement>(null);
  const view = useRef<RollView | null>(null);
  const [picked, setPicked] = useState<number | undefined>(undefined);

  useEffect(() => {
    const created = new RollView(music.current!, playhead.current!);
    view.current = created;
    return () => created.dispose();
  }, []);

  useEffect(() => {
    const isSilent = !audio || (playSeconds === 0 && !isPlaying);
    view.current?.show({
      piece,
      isFollowing,
      picked,
      isPlaying,
      playSeconds: isSilent ? undefined : () => audio.currentTime,
    });
  }, [piece, isFollowing, picked, audio, isPlaying, playSeconds]);

  function seek(event: PointerEvent) {
    const isDragging = event.type === "pointerdown" || event.buttons === 1;
    if (!audio || !isDragging || !view.current) return;
    const { left } = playhead.current!.getBoundingClientRect();
    onSeek(Math.max(0, view.current.secondsAt(event.clientX - left)));
  }

  const shares = sourceShares(piece);
  return (
    <figure class="roll">
      <div class={audio ? "roll-canvases seekable" : "roll-canvases"}>
        <canvas ref={music} role="img" aria-label={describe(piece, songs)} />
        <canvas ref={playhead} aria-hidden="true" onPointerDown={seek} onPointerMove={seek} />
        {piece.notes.length === 0 && (
          <p class="roll-empty">The notes appear here as they are composed</p>
        )}
      </div>
      <figcaption class="legend">
        {PLACES.map((place) => (
          <button
            key={place}
            type="button"
            data-song={place + 1}
            aria-pressed={picked === place ? "true" : "false"}
            title="Show this song's notes alone"
            onClick={() => setPicked(picked === place ? undefined : place)}
          >
            <span class="swatch" aria-hidden="true" />
            <span class="legend-title">{songs[place]?.title ?? `Song ${place + 1}`}</span>
            {piece.notes.length > 0 && <span class="legend-share">{percent(shares[place])}</span>}
          </button>
        ))}
        {piece.barStarts.length > 0 && (
          <span class="legend-length">
            {count(piece.barStarts.length, "bar")} · {clockTime(piece.endSeconds)}
          </span>
        )}
      </figcaption>
    </figure>
  );
}

function describe(piece: Piece, songs: Job["songs"]): string {
  if (piece.notes.length === 0) return "Piano roll, still empty";
  const shares = sourceShares(piece);
  const parts = songs.map(({ title }, index) =>
    `${percent(shares[index as 0 | 1 | 2])} from ${title}`
  );
  return `Piano roll: ${count(piece.barStarts.length, "bar")}, ${spokenTime(piece.endSeconds)}, ${
    count(piece.notes.length, "note")
  }; ${parts.join(", ")}`;
}
