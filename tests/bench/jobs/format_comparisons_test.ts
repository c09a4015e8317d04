import assert from "node:assert/strict";
import type { Comparison } from "./comparison.ts";
import { formatComparisons } from "./format_comparisons.ts";

const COMPARISON: Comparison = {
  name: "a figure",
  unit: "jobs/s",
  target: { atLeast: 100 },
  samples: [90, 110, 120],
  peers: { "pg-boss": [100], "graphile-worker": "not within the bench", "BullMQ": [300, 500] },
};

Deno.test("a comparison shows ours, whether it met its target, and every peer", () => {
  const table = formatComparisons([COMPARISON, { ...COMPARISON, samples: [99] }]);
  assert.match(table, /≥ 100 jobs\/s +110 jobs\/s \(90–120, n 3\) +met +100 jobs\/s/);
  assert.match(table, /99 jobs\/s \(99–99, n 1\) +MISSED +100 .+not within the bench +300 jobs\/s/);
  assert.match(table, /\d+ cores, .*Deno \d+\.\d+\.\d+/);
});

Deno.test("a comparison without a target has no verdict", () => {
  const { target: _, ...without } = COMPARISON;
  assert.doesNotMatch(formatComparisons([without]), /met|MISSED/);
});
