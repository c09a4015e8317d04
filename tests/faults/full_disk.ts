// A disk that is full for the object store, on any machine: what is being written ends half way
// with the operating system's own error, which comes from `/dev/full`.

import { isThere } from "../../src/storage/embedded/is_there.ts";

/** While there is a file at `flag`, no object can be written. */
export function fillDiskWhile(flag: string | undefined): void {
  if (flag === undefined) return;
  const open = Deno.open;
  Deno.open = async (path, options) => {
    const file = await open(path, options);
    return String(path).endsWith(".part") && await isThere(flag) ? outOfRoom(file, open) : file;
  };
}

function outOfRoom(file: Deno.FsFile, open: typeof Deno.open): Deno.FsFile {
  const write = file.write.bind(file);
  file.write = async (bytes) => {
    await write(bytes.subarray(0, bytes.length / 2));
    using full = await open("/dev/full", { write: true });
    return await full.write(bytes);
  };
  return file;
}
