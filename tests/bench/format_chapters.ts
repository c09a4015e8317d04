import { formatMarkdown } from "./channel/format_markdown.ts";
import type { Chapter } from "./music/chapter.ts";

/** All goals in one table, then the tables of the chapters. */
export function formatChapters(chapters: readonly Chapter[]): string {
  const goals = chapters.flatMap((chapter) => chapter.goals);
  const goalRows = goals.map(({ name, target, found, isMet }) => [
    name,
    target,
    found,
    isMet ? "met" : "MISSED",
  ]);
  const tables = chapters.filter(({ rows }) => rows.length > 0).map(({ title, rows, remarks }) =>
    [`### ${title}`, formatMarkdown(rows), ...remarks ?? []].join("\n\n")
  );
  return [formatMarkdown([["goal", "target", "found", ""], ...goalRows]), ...tables].join("\n\n");
}
