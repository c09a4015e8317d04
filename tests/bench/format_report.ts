import { cpus } from "node:os";
import { type Figure, isMet, median } from "./figure.ts";

/** A table of the figures, and the machine they were measured on. */
export function formatReport(figures: readonly Figure[]): string {
  const rows = [
    ["figure", "target", "median (min–max)", "", "peer in the same run"],
    ...figures.map(rowOf),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row.map((cell, column) => cell.padEnd(widths[column]!)).join("  ").trimEnd()
  );
  const rule = "─".repeat(Math.max(...lines.map(({ length }) => length)));
  return [lines[0], rule, ...lines.slice(1), rule, machine()].join("\n");
}

function rowOf(figure: Figure): string[] {
  const { name, unit, target, samples, peer } = figure;
  return [
    name,
    "atLeast" in target
      ? `≥ ${target.atLeast} ${unit}`
      : `≤ ${target.atMost} ${unit}${target.each ? " each" : ""}`,
    spread(samples, unit),
    verdict(figure),
    peer ? `${peer.name}: ${spread(peer.samples, unit)}` : "",
  ];
}

/** What the peer misses too is the machine's doing. */
function verdict(figure: Figure): string {
  if (isMet(figure)) return "met";
  const { target, peer } = figure;
  const isNoise = peer && "atMost" in target && !isMet({ ...figure, samples: peer.samples });
  return isNoise ? "missed, as by the peer" : "MISSED";
}

function spread(samples: readonly number[], unit: string): string {
  const text = (value: number) => value >= 100 ? value.toFixed(0) : value.toPrecision(2);
  const range = `${text(Math.min(...samples))}–${text(Math.max(...samples))}`;
  return `${text(median(samples))} ${unit} (${range}, n ${samples.length})`;
}

function machine(): string {
  const [cpu] = cpus();
  const load = Deno.loadavg().map((value) => value.toFixed(1)).join(" ");
  return `${cpu?.model.trim()}, ${cpus().length} cores, load ${load}, Deno ${Deno.version.deno}, ` +
    `${Deno.build.os} ${Deno.build.arch}`;
}
