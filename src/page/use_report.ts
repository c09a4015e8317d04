import { useEffect, useState } from "hono/jsx/dom";
import type { BlendReport } from "../client/report.ts";
import type { Job } from "../client/wire.ts";
import type { Controller } from "./controller.ts";

/** How the blend was made, once it is completed and where its composer told. */
export function useReport(
  job: Job | undefined,
  controller: Pick<Controller, "report">,
): BlendReport | undefined {
  const [report, setReport] = useState<BlendReport | undefined>(undefined);
  const jobId = job?.status === "completed" ? job.jobId : undefined;

  useEffect(() => {
    if (!jobId) return;
    const leaving = new AbortController();
    void controller.report(jobId, leaving.signal)
      .then((report) => leaving.signal.aborted || setReport(report));
    return () => leaving.abort();
  }, [jobId]);

  return report;
}
