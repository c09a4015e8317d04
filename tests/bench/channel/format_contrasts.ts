import { describeSpread } from "../describe_spread.ts";
import { describeTarget } from "../describe_target.ts";
import { isMet } from "../figure.ts";
import type { Contender } from "./contenders.ts";
import type { Contrast, Finding } from "./contrast.ts";
import { formatMarkdown } from "./format_markdown.ts";

/** All contenders side by side, one figure a line. */
export function formatContrasts(
  contrasts: readonly Contrast[],
  contenders: readonly Contender[],
): string {
  const rows = contrasts.map(({ name, unit, samples }) => [
    name,
    ...contenders.map((contender) => spreadOf(samples[contender], unit)),
  ]);
  return formatMarkdown([["median (min–max)", ...contenders], ...rows]);
}

/** What ours was asked for, and whether it held. */
export function formatFindings(findings: readonly Finding[]): string {
  const rows = findings.map(({ name, unit, target, samples }) => [
    name,
    target ? describeTarget({ target, unit }) : "",
    spreadOf(samples, unit),
    target && samples.length > 0 ? isMet({ target, samples }) ? "met" : "MISSED" : "",
  ]);
  return formatMarkdown([["figure", "target", "median (min–max)", ""], ...rows]);
}

function spreadOf(samples: readonly number[], unit: Contrast["unit"]): string {
  return samples.length === 0 ? "" : describeSpread(samples, unit);
}
