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

  /** The server is going away, or is away behind a proxy: the next one gets the request again. */
  get isAway(): boolean {
    const { code, type, status } = this.problem;
    return code === "draining" || (type === "about:blank" && status >= 502);
  }

  /** Too much is asked of the server by this client, or by others at its address. */
  get isCrowded(): boolean {
    return this.problem.status === 429;
  }
}
