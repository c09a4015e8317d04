// Which colour is which song, how much of the piece it gave, and how long the piece is.
// Pressing a song shows its notes alone.

import type { Job } from "../client/wire.ts";
import { PLACES } from "./form_state.ts";
import { type Piece, sourceShares } from "./piece.ts";
import { clockTime, count, percent } from "./wording.ts";

export type LegendProps = {
  readonly piece: Piece;
  readonly songs: Job["songs"];
  readonly picked: number | undefined;
  readonly onPick: (place: number | undefined) => void;
};

export function Legend({ piece, songs, picked, onPick }: LegendProps) {
  const shares = sourceShares(piece);
  return (
    <figcaption class="legend">
      {PLACES.map((place) => (
        <button
          key={place}
          type="button"
          data-song={place + 1}
          aria-pressed={picked === place ? "true" : "false"}
          title="Show this song's notes alone"
          onClick={() => onPick(picked === place ? undefined : place)}
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
  );
}
