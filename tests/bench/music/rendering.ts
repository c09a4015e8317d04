/** An MP3 and what it took. */
export type Rendering = {
  readonly mp3: Uint8Array;
  readonly ms: number;
  /** Of all threads or processes that took part. */
  readonly cpuMs: number;
};
