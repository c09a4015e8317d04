// A position in bytes that can only move forward and never past its end.

/** Reads big-endian numbers; throws a SyntaxError with the byte offset when too few bytes are left. */
export class ByteCursor {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #position: number;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#position = start;
    this.#end = end;
  }

  get position(): number {
    return this.#position;
  }

  get bytesLeft(): number {
    return this.#end - this.#position;
  }

  uint8(): number {
    if (this.#position >= this.#end) this.fail("it ends in the middle of an event");
    return this.#bytes[this.#position++]!;
  }

  uint16(): number {
    return this.uint8() * 0x100 + this.uint8();
  }

  uint32(): number {
    return this.uint16() * 0x10000 + this.uint16();
  }

  /** A data byte of a MIDI message: 0–127. */
  uint7(): number {
    const value = this.uint8();
    if (value > 0x7f) this.fail("a status byte stands where data should", -1);
    return value;
  }

  /** A variable-length quantity: at most 4 bytes, 28 bits. */
  variableLength(): number {
    let value = 0;
    for (let count = 0; count < 4; count++) {
      const byte = this.uint8();
      value = value * 0x80 + (byte & 0x7f);
      if (byte < 0x80) return value;
    }
    return this.fail("a variable-length number has more than 4 bytes", -4);
  }

  /** The next bytes, not copied. */
  take(length: number): Uint8Array {
    const start = this.#advance(length);
    return this.#bytes.subarray(start, this.#position);
  }

  /** A cursor over the next bytes alone, which this one skips. */
  slice(length: number): ByteCursor {
    const start = this.#advance(length);
    return new ByteCursor(this.#bytes, start, this.#position);
  }

  fail(reason: string, offset = 0): never {
    const position = this.#position + offset;
    throw new SyntaxError(`Cannot read the MIDI file as ${reason}: at byte ${position}`);
  }

  #advance(length: number): number {
    if (length > this.bytesLeft) {
      this.fail(`a length of ${length} is more than the ${this.bytesLeft} bytes left`);
    }
    const start = this.#position;
    this.#position += length;
    return start;
  }
}
