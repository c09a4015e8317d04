// What every handler finds in its context beside the request.

import type { Peer } from "../channel/upgrade.ts";
import type { Identity } from "./identity.ts";

export type HttpEnv = {
  /** `refusal`: why an upgrade was refused, when this request was one. */
  Bindings: Peer & { readonly refusal?: unknown };
  Variables: {
    requestId: string;
    /** Set on the routes whose operation `needsCaller`. */
    identity: Identity;
  };
};
