// A ring of samples that a block of sound passes through, in place.

/** `delay` is in samples; `room` is how many more it may wander. */
export class DelayLine {
  readonly #samples: Float32Array;
  readonly #mask: number;
  readonly #delay: number;
  #time = 0;

  constructor(delay: number, { room, maxBlock }: { room: number; maxBlock: number }) {
    const length = 2 ** Math.ceil(Math.log2(delay + room + maxBlock + 2));
    this.#samples = new Float32Array(length);
    this.#mask = length - 1;
    this.#delay = delay;
  }

  /** Puts a block in; it can be read at any age up to the delay. */
  write(block: Float32Array, count: number): void {
    const [samples, mask, time] = [this.#samples, this.#mask, this.#time];
    for (let index = 0; index < count; index++) samples[(time + index) & mask] = block[index]!;
    this.#time += count;
  }

  /** Reads the block that the next one to be written will push out. */
  read(block: Float32Array, count: number): void {
    const [samples, mask, from] = [this.#samples, this.#mask, this.#time - this.#delay];
    for (let index = 0; index < count; index++) block[index] = samples[(from + index) & mask]!;
  }

  /** Delays a block. */
  pass(block: Float32Array, count: number): void {
    const [samples, mask, time, delay] = [this.#samples, this.#mask, this.#time, this.#delay];
    for (let index = 0; index < count; index++) {
      samples[(time + index) & mask] = block[index]!;
      block[index] = samples[(time + index - delay) & mask]!;
    }
    this.#time += count;
  }

  /** An all-pass: smears a block in time and leaves its colour. */
  diffuse(block: Float32Array, count: number, gain: number): void {
    const [samples, mask, time, delay] = [this.#samples, this.#mask, this.#time, this.#delay];
    for (let index = 0; index < count; index++) {
      const old = samples[(time + index - delay) & mask]!;
      const fresh = block[index]! - gain * old;
      samples[(time + index) & mask] = fresh;
      block[index] = old + gain * fresh;
    }
    this.#time += count;
  }

  /** The same with a delay that goes in a line from `from` to `to` samples more than its own. */
  wander(block: Float32Array, count: number, gain: number, from: number, to: number): void {
    const [samples, mask, time] = [this.#samples, this.#mask, this.#time];
    const first = this.#delay + from;
    const step = (to - from) / count;
    for (let index = 0; index < count; index++) {
      const delay = first + step * index;
      const whole = delay | 0;
      const newer = samples[(time + index - whole) & mask]!;
      const older = samples[(time + index - whole - 1) & mask]!;
      const old = newer + (delay - whole) * (older - newer);
      const fresh = block[index]! - gain * old;
      samples[(time + index) & mask] = fresh;
      block[index] = old + gain * fresh;
    }
    this.#time += count;
  }

  /** Adds the block that was written `age` samples before the last one, times `gain`. */
  addTo(block: Float32Array, count: number, age: number, gain: number): void {
    const [samples, mask, from] = [this.#samples, this.#mask, this.#time - count - age];
    for (let index = 0; index < count; index++) {
      block[index]! += gain * samples[(from + index) & mask]!;
    }
  }
}
