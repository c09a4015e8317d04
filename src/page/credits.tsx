// Where the songs on the page come from, and under which licence.

import type { Song } from "../client/wire.ts";
import type { PageState } from "./page_state.ts";

export function Credits({ state }: { state: PageState }) {
  const songs = songsOnShow(state);
  return (
    <footer class="credits">
      {songs.length > 0 && (
        <ul aria-label="Sources of the songs">
          {songs.map(({ songId, title, artist, license, sourceNote }) => (
            <li key={songId}>
              <cite>{title}</cite>
              {artist && `, ${artist}`} · <span class="license">{license}</span>
              {sourceNote && ` · ${sourceNote}`}
            </li>
          ))}
        </ul>
      )}
      <p>
        Orpheus blends three songs into a new one. <a href="/docs">For programs: the API</a>
      </p>
    </footer>
  );
}

function songsOnShow({ form, blend, songs }: PageState): Song[] {
  const songIds = new Set([
    ...(blend?.job?.songs ?? []).map(({ songId }) => songId),
    ...form.songs.map(({ songId }) => songId ?? ""),
  ]);
  return [...songIds].flatMap((songId) => songs.get(songId) ?? []);
}
