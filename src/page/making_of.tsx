// How a blend was made: its key and form, what came from which song, and what it takes to make it
// again.

import type { BlendReport } from "../client/report.ts";
import type { Job } from "../client/wire.ts";
import { FormStrip, type FormStripProps } from "./form_strip.tsx";
import { ShareBar } from "./share_bar.tsx";
import { clockTime, closestCopy, count, keyInSigns, roleName, sharesOf } from "./wording.ts";

export function MakingOf(props: FormStripProps) {
  const { report, songs, onLoop } = props;
  const { key, tempoBpm, meter, bars, secondsPerBar, longestRuns } = report;
  return (
    <section class="making" aria-labelledby="making-title">
      <h3 id="making-title">How it was made</h3>
      <p class="making-facts">
        {[
          keyInSigns(key),
          `${Math.round(tempoBpm)} BPM`,
          meter,
          count(bars, "bar"),
          clockTime(bars * secondsPerBar),
        ].join(" · ")}
      </p>
      <FormStrip {...props} />
      {onLoop && <p class="hint">Press a section to hear it again and again</p>}
      <ul class="roles">
        {report.roles.map(({ role, notes, shares }) => (
          <li key={role} title={sharesOf(shares, songs)}>
            <span class="role-name">{roleName(role)}</span>
            <ShareBar shares={shares} />
            <span class="role-notes">{count(notes, "note")}</span>
            <span class="visually-hidden">{sharesOf(shares, songs)}</span>
          </li>
        ))}
      </ul>
      <p>{closestCopy(longestRuns)}</p>
      <Again report={report} songs={songs} />
    </section>
  );
}

function Again({ report: { engine, options }, songs }: {
  readonly report: BlendReport;
  readonly songs: Job["songs"];
}) {
  return (
    <details class="again">
      <summary>What it takes to make it again</summary>
      <p>
        {songs.map(({ title }) => title).join(", ")}; {engine};{" "}
        <code>{JSON.stringify(options)}</code>
      </p>
    </details>
  );
}
