import type { Problem } from "./wire.ts";

/** The server understood and refused. `problem` says why, `code` in a word that stays stable. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }

  get code(): string {
    return this.problem.code;
  }

  /** The server is well and may say yes soon: it is starting, stopping or asked too often. */
  get isPassing(): boolean {
    return this.problem.status >= 500 || this.code === "rate_limited";
  }
}
