// Objects in memory, for tests of the rooms above the store.

import { AppError } from "../../src/errors.ts";
import type { ObjectInfo, ObjectStore } from "../../src/jobs/object_store.ts";

export class MemoryObjectStore implements ObjectStore {
  readonly objects = new Map<string, Uint8Array>();

  async put(key: string, bytes: Uint8Array): Promise<void> {
    await Promise.resolve();
    this.objects.set(key, bytes.slice());
  }

  async get(
    key: string,
    { range }: Parameters<ObjectStore["get"]>[1] = {},
  ): Promise<ReadableStream<Uint8Array>> {
    await Promise.resolve();
    const bytes = this.objects.get(key);
    if (!bytes) throw new AppError("not_found", "There is no such object");
    return ReadableStream.from([range ? bytes.slice(range.first, range.last + 1) : bytes]);
  }

  async delete(key: string): Promise<void> {
    await Promise.resolve();
    this.objects.delete(key);
  }

  async *list(prefix: string): AsyncGenerator<ObjectInfo> {
    await Promise.resolve();
    for (const [key, bytes] of this.objects) {
      if (!key.startsWith(prefix)) continue;
      yield { key, sizeBytes: bytes.byteLength, modifiedAt: new Date(0) };
    }
  }

  clearUnfinished(): Promise<number> {
    return Promise.resolve(0);
  }

  async check(): Promise<void> {}
}
