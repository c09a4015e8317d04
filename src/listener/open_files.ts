// How many connections fit under the process's limit of open files. node:http on Deno stops
// accepting for good once an accept runs into that limit, without a word. Connections over
// `maxConnections` are shed in time, but a burst is accepted first, and files close later: the
// backlog bounds it. With half and a quarter of the files, 1 of 30 storms on a busy machine ended
// the listening; with a quarter and an eighth none of 60.

/** node's own. */
const BACKLOG = 511;
/** For downloads, databases and the like, beside the connections. */
const OTHER_FILES = 256;
const NOTHING = Deno.build.os === "windows" ? "NUL" : "/dev/null";

export type ConnectionLimits = { readonly maxConnections: number; readonly backlog: number };

/** At most what is wanted. Where no file may be opened to find out, that is believed. */
export function connectionsThatFit(wanted: number): ConnectionLimits {
  const needed = wanted + BACKLOG + OTHER_FILES;
  const spare = countSpareFiles(needed);
  return spare === needed
    ? { maxConnections: wanted, backlog: BACKLOG }
    : { maxConnections: Math.max(1, spare >> 2), backlog: Math.max(1, spare >> 3) };
}

function countSpareFiles(needed: number): number {
  const files: Deno.FsFile[] = [];
  try {
    while (files.length < needed) files.push(Deno.openSync(NOTHING));
    return needed;
  } catch (error) {
    return error instanceof Deno.errors.NotCapable ? needed : files.length;
  } finally {
    for (const file of files) file.close();
  }
}
