// A report is whatever an ML service told: the page shows it only where it is one of ours.

import type { BlendReport, Report } from "../client/report.ts";

/** The report, if it has all that the page shows. */
export function readReport(report: Report): BlendReport | undefined {
  const { engine, options, key, tempoBpm, meter, bars, secondsPerBar, roles, sections } = report;
  const isOurs = [engine, key, meter].every(isText) && typeof options === "object" &&
    [tempoBpm, bars, secondsPerBar].every(isNumber) && isRuns(report.longestRuns) &&
    Array.isArray(roles) && roles.every(isRole) &&
    Array.isArray(sections) && sections.every(isSection);
  return isOurs ? report as BlendReport : undefined;
}

function partsOf(value: unknown): Readonly<Record<string, unknown>> {
  return value === null || typeof value !== "object" ? {} : { ...value };
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function isNumber(value: unknown): boolean {
  return typeof value === "number" && value >= 0;
}

function isTriple(value: unknown): boolean {
  return Array.isArray(value) && value.length === 3 && value.every(isNumber);
}

function isRole(value: unknown): boolean {
  const { role, notes, shares } = partsOf(value);
  return isText(role) && isNumber(notes) && isTriple(shares);
}

function isSection(value: unknown): boolean {
  const { name, startBar, bars, key, shares } = partsOf(value);
  return [name, key].every(isText) && [startBar, bars].every(isNumber) && isTriple(shares);
}

function isRuns(runs: unknown): boolean {
  const { bound, melody, bass } = partsOf(runs);
  return isNumber(bound) && isTriple(melody) && isTriple(bass);
}
