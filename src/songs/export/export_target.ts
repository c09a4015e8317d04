// The contract of a place that songs are exported to.

/** Each file is there whole or not at all. */
export interface ExportTarget {
  /** Whether a file of this path (below the target, parted by `/`) is there. */
  has(path: string): Promise<boolean>;
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Adds a line to the manifest, which is not to be seen before `finish`. */
  addLine(line: string): Promise<void>;
  /** Shows the manifest. */
  finish(): Promise<void>;
}
