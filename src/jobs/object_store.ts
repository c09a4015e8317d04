// The contract of the store for MIDI files and sound.

export type ObjectInfo = {
  readonly key: string;
  readonly sizeBytes: number;
  readonly modifiedAt: Date;
};

export type ByteRange = {
  readonly first: number;
  /** Inclusive. */
  readonly last: number;
};

export type PutOptions = { readonly mediaType: string; readonly signal?: AbortSignal };

/**
 * Keys are made by the server: `[a-z0-9/._-]`, no `..`.
 * Failures are AppErrors: `not_found` for an absent key, else `storage_unavailable`.
 */
export interface ObjectStore {
  /** Whole or not at all: no reader sees a part of it. */
  put(key: string, bytes: Uint8Array, options: PutOptions): Promise<void>;
  /** The bytes of an object; once begun it ends well though the object is deleted meanwhile. */
  get(key: string, options?: { range?: ByteRange; signal?: AbortSignal }): Promise<
    ReadableStream<Uint8Array>
  >;
  /** Deleting what is not there is no error. */
  delete(key: string, signal?: AbortSignal): Promise<void>;
  list(prefix: string, signal?: AbortSignal): AsyncIterable<ObjectInfo>;
  /** Removes what was begun before and never became an object; answers how much that was. */
  clearUnfinished(before: Date, signal?: AbortSignal): Promise<number>;
  /** Resolves when the store can be used. */
  check(signal: AbortSignal): Promise<void>;
}
