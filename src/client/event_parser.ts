// Server-sent events as the HTML standard parses them, piece by piece as the text arrives.

/** Most characters of one event; `bars` frames of the largest kind have some 100,000. */
export const MAX_EVENT_LENGTH = 4 * 1024 * 1024;

export type ServerEvent = {
  /** Of this event, or of the last one before it that had any. */
  readonly id: string;
  readonly data: string;
};

export class EventParser {
  readonly #onEvent: (event: ServerEvent) => void;
  #line = "";
  #data: string[] = [];
  #length = 0;
  #id = "";
  #retryMs: number | undefined;
  #isStart = true;
  #skipsLineFeed = false;

  constructor(onEvent: (event: ServerEvent) => void) {
    this.#onEvent = onEvent;
  }

  /** How long the server asks to wait before the next connection. */
  get retryMs(): number | undefined {
    return this.#retryMs;
  }

  /** @throws {RangeError} when an event has more than MAX_EVENT_LENGTH characters. */
  push(text: string): void {
    let rest = this.#isStart ? text.replace(/^\ufeff/, "") : text;
    if (text !== "") this.#isStart = false;
    // The second half of a CR LF that two pieces share.
    if (this.#skipsLineFeed && rest.startsWith("\n")) rest = rest.slice(1);
    if (text !== "") this.#skipsLineFeed = text.endsWith("\r");
    const lines = rest.split(/\r\n|\n|\r/);
    lines[0] = this.#line + lines[0];
    this.#line = lines.pop()!;
    for (const line of lines) this.#takeLine(line);
    this.#limit(this.#line.length);
  }

  #takeLine(line: string): void {
    if (line === "") return this.#dispatch();
    const [, field, value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line)!;
    if (field === "data") {
      this.#limit(value.length);
      this.#length += value.length;
      this.#data.push(value);
    } else if (field === "id" && !value.includes("\0")) this.#id = value;
    else if (field === "retry" && /^\d{1,9}$/.test(value)) this.#retryMs = Number(value);
  }

  #dispatch(): void {
    const data = this.#data;
    this.#data = [];
    this.#length = 0;
    if (data.length > 0) this.#onEvent({ id: this.#id, data: data.join("\n") });
  }

  #limit(more: number): void {
    if (this.#length + more <= MAX_EVENT_LENGTH) return;
    throw new RangeError(`An event has at most ${MAX_EVENT_LENGTH} characters`);
  }
}
