import { describeMachine } from "../describe_machine.ts";
import { describeSpread } from "../describe_spread.ts";
import { describeTarget } from "../describe_target.ts";
import { isMet } from "../figure.ts";
import { formatTable } from "../format_table.ts";
import type { Comparison, Peer } from "./comparison.ts";

const PEERS: readonly Peer[] = ["pg-boss", "graphile-worker", "BullMQ"];

/** A table of ours beside its peers, and the machine they were measured on. */
export function formatComparisons(comparisons: readonly Comparison[]): string {
  const head = ["figure", "target", "Orpheus", "", ...PEERS];
  return `${formatTable([head, ...comparisons.map(rowOf)])}\n${describeMachine()}`;
}

function rowOf(comparison: Comparison): string[] {
  const { name, unit, target, samples, peers } = comparison;
  return [
    name,
    target ? describeTarget({ target, unit }) : "",
    describeSpread(samples, unit),
    target ? isMet({ target, samples }) ? "met" : "MISSED" : "",
    ...PEERS.map((peer) => {
      const theirs = peers[peer];
      return typeof theirs === "string" ? theirs : describeSpread(theirs, unit);
    }),
  ];
}
