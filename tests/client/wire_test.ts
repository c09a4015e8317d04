// The client writes out what goes over the wire; here the compiler compares it with the schemas.

import assert from "node:assert/strict";
import type { z } from "zod";
import type * as protocol from "../../src/channel/protocol.ts";
import type { Options, OptionsRequest, optionsRequestSchema } from "../../src/jobs/options.ts";
import type { reportSchema } from "../../src/jobs/report.ts";
import type { Report } from "../../src/client/report.ts";
import type * as wire from "../../src/client/wire.ts";

/** One object type for an intersection of several, all the way down. */
type Flat<T> = T extends object ? { [K in keyof T]: Flat<T[K]> } : T;

/** Whether two types are the same, not only assignable: optional keys count. */
type Same<A, B> = (<T>() => T extends Flat<A> ? 1 : 2) extends (<T>() => T extends Flat<B> ? 1 : 2)
  ? true
  : false;

const comparison: {
  job: Same<wire.Job, protocol.Job>;
  frame: Same<wire.Frame, protocol.Frame>;
  song: Same<wire.Song, protocol.Song>;
  songSummary: Same<wire.SongSummary, protocol.SongSummary>;
  serverMessage: Same<wire.ServerMessage, protocol.ServerMessage>;
  clientMessage: Same<wire.ClientMessage, z.input<typeof protocol.clientMessageSchema>>;
  options: Same<wire.Options, Options>;
  optionsRequest: Same<wire.OptionsRequest, z.input<typeof optionsRequestSchema>>;
  report: Same<Report, z.infer<typeof reportSchema>>;
  somethingElse: Same<wire.OptionsRequest, OptionsRequest>;
} = {
  job: true,
  frame: true,
  song: true,
  songSummary: true,
  serverMessage: true,
  clientMessage: true,
  options: true,
  optionsRequest: true,
  report: true,
  // The defaults are filled in by then: the comparison can fail.
  somethingElse: false,
};

Deno.test("every type of the wire is the one the server checks by", () => {
  assert.equal(Object.values(comparison).filter((isSame) => isSame).length, 9);
});
