// Events of one track, gathered in any order and written in order of time.

type Event = {
  readonly ticks: number;
  readonly rank: number;
  readonly bytes: ArrayLike<number>;
};

/** Builds one MTrk chunk. */
export class TrackBytes {
  readonly #events: Event[] = [];

  /** `rank` orders events of one tick; equal ranks keep the order they were added in. */
  add(ticks: number, rank: number, bytes: ArrayLike<number>): void {
    this.#events.push({ ticks, rank, bytes });
  }

  addMeta(ticks: number, type: number, data: ArrayLike<number>): void {
    const length = encodeVariableLength(data.length);
    this.add(ticks, 0, [0xff, type, ...length, ...Array.from(data)]);
  }

  /** The chunk with its end-of-track at `endTicks`, or at its last event if that is later. */
  finish(endTicks: number): Uint8Array {
    const bytes = [0x4d, 0x54, 0x72, 0x6b, 0, 0, 0, 0];
    let ticks = 0;
    for (const event of this.#events.sort((a, b) => a.ticks - b.ticks || a.rank - b.rank)) {
      appendDelta(bytes, event.ticks - ticks);
      for (let index = 0; index < event.bytes.length; index++) bytes.push(event.bytes[index]!);
      ticks = event.ticks;
    }
    appendDelta(bytes, Math.max(0, endTicks - ticks));
    bytes.push(...END_OF_TRACK);
    return withLength(Uint8Array.from(bytes));
  }
}

const MAX_DELTA_TICKS = 0x0fffffff;
const END_OF_TRACK = [0xff, 0x2f, 0];
const EMPTY_META = [0xff, 0x7f, 0];

/** A wait too long for one variable-length number is bridged with empty events. */
function appendDelta(bytes: number[], delta: number): void {
  let left = delta;
  for (; left > MAX_DELTA_TICKS; left -= MAX_DELTA_TICKS) {
    bytes.push(...encodeVariableLength(MAX_DELTA_TICKS), ...EMPTY_META);
  }
  bytes.push(...encodeVariableLength(left));
}

function encodeVariableLength(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift(0x80 | rest & 0x7f);
  return bytes;
}

function withLength(chunk: Uint8Array): Uint8Array {
  new DataView(chunk.buffer).setUint32(4, chunk.length - 8);
  return chunk;
}
