import type { Client } from "../client/client.ts";
import type { WatchOptions } from "../client/job_watch.ts";
import type { Frame } from "../client/wire.ts";

/** The client as the page uses it. */
export type PageClient =
  & Pick<Client, "generate" | "search" | "cancel" | "retry" | "report" | "jobs" | "song">
  & { watch(jobId: string, options: WatchOptions): AsyncIterable<Frame> };
