// Answers to what was typed lately: who takes a letter back sees at once what was there.

/** Answers kept, and how long, as the catalogue may change: in milliseconds. */
export const MAX_ANSWERS = 50;
export const ANSWER_AGE_MS = 60_000;

export class AnswerMemory<T> {
  readonly #nowMs: () => number;
  readonly #answers = new Map<string, { readonly answer: T; readonly atMs: number }>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Undefined when it is not known, or not any more. */
  recall(text: string): T | undefined {
    const known = this.#answers.get(text);
    return known && this.#nowMs() - known.atMs < ANSWER_AGE_MS ? known.answer : undefined;
  }

  /** The oldest answer goes when there are too many. */
  keep(text: string, answer: T): void {
    this.#answers.delete(text);
    this.#answers.set(text, { answer, atMs: this.#nowMs() });
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > MAX_ANSWERS) this.#answers.delete(oldest!);
  }
}
