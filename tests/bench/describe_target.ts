import type { Figure } from "./figure.ts";

export function describeTarget({ target, unit }: Pick<Figure, "target" | "unit">): string {
  if ("atLeast" in target) return `≥ ${target.atLeast} ${unit}`;
  return `≤ ${target.atMost} ${unit}${target.each ? " each" : ""}`;
}
