// Which keys an object store takes: what the server makes, and nothing that could leave a folder.

/** With room for a prefix within the 1,024 bytes of S3. */
export const MAX_KEY_LENGTH = 512;
/** As the shortest of the common file systems allows, with room to spare. */
const SEGMENT = /^[a-z0-9_-][a-z0-9._-]{0,199}$/;

/** Whether this is a key: segments of `[a-z0-9._-]` that do not begin with a dot. */
export function isObjectKey(key: string): boolean {
  return key.length <= MAX_KEY_LENGTH && key.split("/").every((segment) => SEGMENT.test(segment));
}

/** @throws {TypeError} for what is no key: a mistake of the caller. */
export function assertObjectKey(key: string): void {
  if (!isObjectKey(key)) throw new TypeError(`Cannot store an object under this key: "${key}"`);
}
