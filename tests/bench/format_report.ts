import { describeMachine } from "./describe_machine.ts";
import { describeSpread } from "./describe_spread.ts";
import { describeTarget } from "./describe_target.ts";
import { type Figure, isMet } from "./figure.ts";
import { formatTable } from "./format_table.ts";

/** A table of the figures, and the machine they were measured on. */
export function formatReport(figures: readonly Figure[]): string {
  const head = ["figure", "target", "median (min–max)", "", "peer in the same run"];
  return `${formatTable([head, ...figures.map(rowOf)])}\n${describeMachine()}`;
}

function rowOf(figure: Figure): string[] {
  const { name, unit, samples, peer } = figure;
  return [
    name,
    describeTarget(figure),
    describeSpread(samples, unit),
    verdict(figure),
    peer ? `${peer.name}: ${describeSpread(peer.samples, unit)}` : "",
  ];
}

/** What the peer misses too is the machine's doing. */
function verdict(figure: Figure): string {
  if (isMet(figure)) return "met";
  const { target, peer } = figure;
  const isNoise = peer && "atMost" in target && !isMet({ ...figure, samples: peer.samples });
  return isNoise ? "missed, as by the peer" : "MISSED";
}
