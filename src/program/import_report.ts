// The report of an import as JSON lines: one for each file that was not plainly imported, written as
// the import goes, and one that sums up.

import type { FileReport, ImportCounts } from "../songs/import/file_report.ts";

export type ImportSummaryLine = ImportCounts & {
  readonly isComplete: boolean;
  /** Set when the import broke off. */
  readonly error?: string;
};

export interface ImportReport extends Disposable {
  /** Resolves when the line is with the operating system, which survives the death of the process. */
  add(report: FileReport): Promise<void>;
  finish(summary: ImportSummaryLine): Promise<void>;
}

/**
 * Opens the report, which begins anew: what a file of an earlier run says holds no longer.
 * @throws {Error} that names the report, here and in its methods.
 */
export async function openImportReport(path: string): Promise<ImportReport> {
  const fail = (cause: unknown): never => {
    throw new Error(`Cannot write the report "${path}"`, { cause });
  };
  const file = await Deno.open(path, { create: true, write: true, truncate: true }).catch(fail);
  const writeLine = async (line: unknown) => {
    const bytes = new TextEncoder().encode(`${JSON.stringify(line)}\n`);
    for (let written = 0; written < bytes.length;) {
      written += await file.write(bytes.subarray(written)).catch(fail);
    }
  };
  return {
    async add(report) {
      if (report.outcome !== "imported") await writeLine(report);
      else if (report.alike) await writeLine({ ...report, outcome: "alike" });
    },
    async finish(summary) {
      await writeLine({ outcome: "summary", ...summary });
      await file.sync().catch(fail);
    },
    [Symbol.dispose]: () => file.close(),
  };
}
