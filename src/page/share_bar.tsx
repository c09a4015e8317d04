// How much came from each song, as a bar in their colours.

import { PLACES } from "./form_state.ts";

export type ShareBarProps = { readonly shares: readonly [number, number, number] };

export function ShareBar({ shares }: ShareBarProps) {
  return (
    <span class="share-bar" aria-hidden="true">
      {PLACES.map((place) => (
        <span key={place} data-song={place + 1} style={{ width: `${100 * shares[place]}%` }} />
      ))}
    </span>
  );
}
