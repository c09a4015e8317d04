// The visitor's own blends; each is a link that opens it again.

import type { Controller } from "./controller.ts";
import type { PageState } from "./page_state.ts";
import { clockTime, momentOf } from "./wording.ts";

const STATUS_NAMES = {
  pending: "waiting",
  running: "under way",
  completed: "ready",
  failed: "failed",
  cancelled: "cancelled",
} as const;

export function EarlierBlends({ state, controller }: { state: PageState; controller: Controller }) {
  const { jobs, nextCursor, blend } = state;
  if (jobs.length === 0) return null;
  return (
    <section class="earlier" aria-labelledby="earlier-title">
      <h2 id="earlier-title">Your blends</h2>
      <ul>
        {jobs.map((job) => (
          <li key={job.jobId}>
            <a
              href={`#job=${job.jobId}`}
              data-status={job.status}
              aria-current={blend?.jobId === job.jobId ? "true" : null}
            >
              <span class="earlier-songs">
                {job.songs.map(({ title, songId }, index) => (
                  <span key={songId} data-song={index + 1}>{title}</span>
                ))}
              </span>
              <span class="earlier-about">
                {clockTime(job.options.lengthSeconds)} · {STATUS_NAMES[job.status]} ·{" "}
                <time datetime={job.createdAt}>{momentOf(job.createdAt)}</time>
              </span>
            </a>
          </li>
        ))}
      </ul>
      {nextCursor && (
        <button
          type="button"
          onClick={() => void controller.loadJobs({ isMore: true })}
        >
          Show more
        </button>
      )}
    </section>
  );
}
