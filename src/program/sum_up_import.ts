import type { ImportSummary } from "../songs/import/import_songs.ts";

/** How an import that did not end goes on. */
export const RESUME = "What was imported stays. Run the same command again to go on.\n";

/** What an import came to; the last line counts. */
export function sumUpImport(
  { imported, duplicate, refused, alike, isComplete }: ImportSummary,
  { isDry, report }: { readonly isDry: boolean; readonly report?: string | undefined },
): string {
  const likes = alike > 0 ? ` (${alike} with the notes of another song)` : "";
  const done = isDry ? "to import" : "imported";
  return [
    isComplete ? "" : `Stopped. ${RESUME}`,
    report === undefined ? "" : `The report is in ${report}\n`,
    `${imported} ${done}${likes}, ${duplicate} there already, ${refused} refused\n`,
  ].join("");
}
