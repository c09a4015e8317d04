import { describeTarget } from "../describe_target.ts";
import { describeValue } from "../describe_value.ts";
import { isMet, median } from "../figure.ts";
import type { Contender } from "./contenders.ts";
import type { Contrast, Finding } from "./contrast.ts";
import { formatMarkdown } from "./format_markdown.ts";

/** All contenders side by side, one figure a line. */
export function formatContrasts(
  contrasts: readonly Contrast[],
  contenders: readonly Contender[],
): string {
  const rows = contrasts.map(({ name, unit, samples }) => [
    `${name}, ${unit}`,
    ...contenders.map((contender) => medianOf(samples[contender])),
  ]);
  return formatMarkdown([["median (min–max)", ...contenders], ...rows]);
}

/** What ours was asked for, and whether it held. */
export function formatFindings(findings: readonly Finding[]): string {
  const rows = findings.map(({ name, unit, target, samples }) => [
    name,
    target ? describeTarget({ target, unit }) : "",
    medianOf(samples, ` ${unit}`),
    target && samples.length > 0 ? isMet({ target, samples }) ? "met" : "MISSED" : "",
  ]);
  return formatMarkdown([["figure", "target", "median (min–max)", ""], ...rows]);
}

function medianOf(samples: readonly number[], unit = ""): string {
  if (samples.length === 0) return "";
  const middle = `${describeValue(median(samples))}${unit}`;
  if (samples.length === 1) return middle;
  const range = `${describeValue(Math.min(...samples))}–${describeValue(Math.max(...samples))}`;
  return `${middle} (${range})`;
}
