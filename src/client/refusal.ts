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

  /** The same request may have a yes soon: the server is starting, stopping or too busy. */
  get isPassing(): boolean {
    return this.problem.status >= 500 || (this.isCrowded && this.code !== "too_many_subscriptions");
  }

  /** Too much is asked of the server by this client, or by others at its address. */
  get isCrowded(): boolean {
    return this.problem.status === 429;
  }
}
