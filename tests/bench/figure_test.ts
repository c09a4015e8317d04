import assert from "node:assert/strict";
import { type Figure, isMet, median, quantile } from "./figure.ts";
import { formatReport } from "./format_report.ts";

function figure(target: Figure["target"], samples: readonly number[]): Figure {
  return { name: "a figure", unit: "ms", target, samples };
}

Deno.test("a quantile is the sample that a share of all does not exceed", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  assert.deepEqual([quantile(hundred, 0.5), quantile(hundred, 0.99)], [50, 99]);
  assert.deepEqual([quantile([7], 0), quantile([7], 0.99), median([3, 1, 2])], [7, 7, 2]);
});

Deno.test("a target holds up to its bound, for the median or for each sample", () => {
  assert.equal(isMet(figure({ atMost: 20 }, [1, 20, 90])), true);
  assert.equal(isMet(figure({ atMost: 20 }, [1, 21, 90])), false);
  assert.equal(isMet(figure({ atMost: 20, each: true }, [1, 20])), true);
  assert.equal(isMet(figure({ atMost: 20, each: true }, [1, 1, 21])), false);
  assert.equal(isMet(figure({ atLeast: 8 }, [1, 8, 9])), true);
  assert.equal(isMet(figure({ atLeast: 8 }, [7, 7, 9])), false);
});

Deno.test("a report shows what was measured, what was missed, and the machine", () => {
  const peer = { name: "nothing", samples: [0.5] };
  const report = formatReport([
    { ...figure({ atMost: 20 }, [1, 3, 250]), peer },
    figure({ atMost: 20, each: true }, [1, 21]),
    { ...figure({ atMost: 20, each: true }, [1, 22]), peer: { name: "idle", samples: [1, 40] } },
  ]);
  assert.match(report, /≤ 20 ms +3\.0 ms \(1\.0–250, n 3\) +met +nothing: 0\.50 ms/);
  assert.match(report, /≤ 20 ms each +1\.0 ms \(1\.0–21, n 2\) +MISSED/);
  assert.match(report, /1\.0 ms \(1\.0–22, n 2\) +missed, as by the peer +idle: 1\.0 ms/);
  assert.match(report, /\d+ cores, .*Deno \d+\.\d+\.\d+/);
});
