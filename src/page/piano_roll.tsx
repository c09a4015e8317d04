// The piano roll with its legend. The canvas is a picture; what it shows is said in its label.

import { useEffect, useRef, useState } from "hono/jsx/dom";
import type { Job } from "../client/wire.ts";
import { Legend } from "./legend.tsx";
import { type Piece, sourceShares } from "./piece.ts";
import type { Follow } from "./roll_motion.ts";
import { RollView } from "./roll_view.ts";
import { count, percent, spokenTime } from "./wording.ts";

export type PianoRollProps = {
  readonly piece: Piece;
  readonly songs: Job["songs"];
  readonly follow: Follow;
  readonly audio: HTMLAudioElement | null;
  readonly isPlaying: boolean;
  /** Where the audio stands; a change redraws the playhead when nothing plays. */
  readonly playSeconds: number;
  readonly onSeek: (seconds: number) => void;
};

export function PianoRoll(props: PianoRollProps) {
  const { piece, songs, audio, onSeek } = props;
  const music = useRef<HTMLCanvasElement>(null);
  const playhead = useRef<HTMLCanvasElement>(null);
  const [picked, setPicked] = useState<number | undefined>(undefined);
  const view = useRollView({ music, playhead, picked, ...props });

  function seek(event: PointerEvent) {
    const isDragging = event.type === "pointerdown" || event.buttons === 1;
    if (!audio || !isDragging || !view.current) return;
    const { left } = playhead.current!.getBoundingClientRect();
    onSeek(Math.max(0, view.current.secondsAt(event.clientX - left)));
  }

  return (
    <figure class="roll">
      <div class={audio ? "roll-canvases seekable" : "roll-canvases"}>
        <canvas ref={music} role="img" aria-label={describe(piece, songs)} />
        <canvas ref={playhead} aria-hidden="true" onPointerDown={seek} onPointerMove={seek} />
        {piece.notes.length === 0 && (
          <p class="roll-empty">The notes appear here as they are composed</p>
        )}
      </div>
      <Legend piece={piece} songs={songs} picked={picked} onPick={setPicked} />
    </figure>
  );
}

type Canvas = { readonly current: HTMLCanvasElement | null };
type RollViewOptions = PianoRollProps & {
  readonly music: Canvas;
  readonly playhead: Canvas;
  readonly picked: number | undefined;
};

/** A view on the two canvases that shows what the properties say. */
function useRollView(options: RollViewOptions): { readonly current: RollView | null } {
  const { music, playhead, picked, piece, follow, audio, isPlaying, playSeconds } = options;
  const view = useRef<RollView | null>(null);

  useEffect(() => {
    const created = new RollView(music.current!, playhead.current!);
    view.current = created;
    return () => created.dispose();
  }, []);

  useEffect(() => {
    const isAtRest = !audio || (playSeconds === 0 && !isPlaying);
    view.current?.show({
      piece,
      follow,
      picked,
      isPlaying,
      playSeconds: isAtRest ? undefined : () => audio.currentTime,
    });
  }, [piece, follow, picked, audio, isPlaying, playSeconds]);

  return view;
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
