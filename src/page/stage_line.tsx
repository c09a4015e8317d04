// The stages of a job as beads on a string, and how far along it is.

import type { Job } from "../client/wire.ts";
import { STAGE_NAMES, waitingTime } from "./wording.ts";

type Stage = Job["stage"];
const STAGES = Object.keys(STAGE_NAMES) as Stage[];

export function StageLine({ job, message }: { job: Job; message: string | undefined }) {
  const current = STAGES.indexOf(job.stage);
  return (
    <div class="standing">
      <ol class="stages">
        {STAGES.map((stage, index) => (
          <li
            key={stage}
            title={stage}
            data-is={index < current || job.stage === "done"
              ? "past"
              : index === current
              ? "now"
              : "ahead"}
            aria-current={index === current ? "step" : null}
          >
            <span>{STAGE_NAMES[stage]}</span>
          </li>
        ))}
      </ol>
      <div
        class="progress"
        role="progressbar"
        aria-label="Progress of the blend"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={job.progress}
      >
        <div class="progress-part" style={{ "clip-path": `inset(0 ${100 - job.progress}% 0 0)` }} />
      </div>
      <p class="progress-about">
        <span>{job.progressBasis === "estimated" ? "about " : ""}{job.progress} %</span>
        <span class="progress-message">{message ?? ""}</span>
        <span>{waitingTime(job.eta)}</span>
      </p>
    </div>
  );
}
