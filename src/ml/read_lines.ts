import { AppError } from "../errors.ts";

/** Longest line: a result of 1 MiB in base64, or 10,000 notes, with room to spare. */
export const MAX_LINE_BYTES = 4 * 1024 * 1024;
export const MAX_LINES = 50_000;

const NEWLINE = 10;

/**
 * Yields the lines of a text that comes in pieces; empty ones are left out.
 * @throws {AppError} `ml_answer_too_large`, or `ml_invalid_answer` when it is not UTF-8.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<string, void, void> {
  const line = new LineBuffer();
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      line.add(chunk.subarray(start, end));
      const text = line.take();
      if (text !== "") yield text;
      start = end + 1;
    }
    line.add(chunk.subarray(start));
  }
  const last = line.take();
  if (last !== "") yield last;
}

/** Gathers the pieces of one line, each decoded once. */
class LineBuffer {
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  #text = "";
  #sizeBytes = 0;
  #lines = 0;

  add(piece: Uint8Array): void {
    this.#sizeBytes += piece.length;
    if (this.#sizeBytes > MAX_LINE_BYTES) {
      throw new AppError("ml_answer_too_large", "The ML service sent too long a line");
    }
    this.#text += this.#decode(piece, true);
  }

  take(): string {
    if (++this.#lines > MAX_LINES) {
      throw new AppError("ml_answer_too_large", "The ML service sent too many lines");
    }
    const text = (this.#text + this.#decode(new Uint8Array(), false)).trim();
    this.#text = "";
    this.#sizeBytes = 0;
    return text;
  }

  #decode(piece: Uint8Array, stream: boolean): string {
    try {
      return this.#decoder.decode(piece, { stream });
    } catch (cause) {
      throw new AppError("ml_invalid_answer", "The ML service sent text that is not UTF-8", {
        cause,
      });
    }
  }
}
