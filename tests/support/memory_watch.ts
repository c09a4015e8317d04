// Waiting for news of jobs in memory, as the channel's hub does for those of a database.

import type { StreamEvents } from "../../src/http/events.ts";
import type { WaitForJob } from "../../src/http/status.ts";
import type { MemoryJobs } from "./memory_jobs.ts";

export function memoryWatch(jobs: MemoryJobs): {
  readonly waitForJob: WaitForJob;
  readonly streamEvents: StreamEvents;
} {
  return {
    async waitForJob(jobId, { isNews, timeoutMs, signal }) {
      const deadline = new AbortController();
      const timer = setTimeout(() => deadline.abort(), timeoutMs);
      const stop = AbortSignal.any([deadline.signal, signal]);
      try {
        let job = await jobs.find(jobId);
        while (!isNews(job) && !stop.aborted) {
          await jobs.nextChange(stop);
          signal.throwIfAborted();
          job = await jobs.find(jobId);
        }
        return job;
      } finally {
        clearTimeout(timer);
      }
    },
    async streamEvents(jobId, after) {
      const { seq } = await jobs.find(jobId);
      const events = Array.from(
        { length: Math.max(0, seq - after) },
        (_, index) => `id: ${after + index + 1}\ndata: {}\n\n`,
      );
      return new Response(events.join(""), { headers: { "Content-Type": "text/event-stream" } });
    },
  };
}
