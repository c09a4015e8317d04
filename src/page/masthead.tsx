// The name of the page, and quietly whether the server is there.

import type { ClientStatus } from "../client/link.ts";
import { LINK_NAMES } from "./wording.ts";

export function Masthead({ link, onReconnect }: { link: ClientStatus; onReconnect: () => void }) {
  return (
    <header class="masthead">
      <svg class="lyre" viewBox="0 0 48 48" aria-hidden="true">
        <path
          class="lyre-frame"
          d="M11 8c-4 8-3 19 3 25 3 3 6 4 10 4s7-1 10-4c6-6 7-17 3-25M10 14h28"
        />
        <path class="string" data-song="1" d="M18 14v21" />
        <path class="string" data-song="2" d="M24 14v23" />
        <path class="string" data-song="3" d="M30 14v21" />
        <path class="lyre-frame" d="M17 42h14" />
      </svg>
      <div>
        <h1>Orpheus</h1>
        <p class="tagline">Three songs become a new one</p>
      </div>
      <p class="link" data-link={link} role="status">
        <span class="link-dot" aria-hidden="true" />
        {LINK_NAMES[link]}
        {link === "ended" && <button type="button" onClick={onReconnect}>Reconnect</button>}
      </p>
    </header>
  );
}
