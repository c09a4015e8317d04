// Names under which a connection keeps statements parsed and planned: the claim of a job is planned
// in longer than it runs. The texts are a fixed set, those of the program's templates.
//
// Names are of one connection: the embedded database keeps all of its connections' in one session.

const CACHED_PLAN_CHANGED = "0A000";

export class PreparedStatements {
  readonly #connections = new WeakMap<object, string>();
  readonly #numbers = new Map<string, number>();
  #generation = 0;

  nameFor(connection: object, text: string): string {
    let prefix = this.#connections.get(connection);
    prefix ??= crypto.randomUUID().slice(0, 8);
    this.#connections.set(connection, prefix);
    const number = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, number);
    return `${prefix}_${this.#generation}_${number}`;
  }

  /** Lets every connection prepare anew. */
  forget(): void {
    this.#generation++;
  }
}

/** A newer process has migrated a table since this statement was prepared. */
export function isPlanOutdated(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === CACHED_PLAN_CHANGED &&
    error.message.includes("cached plan");
}
