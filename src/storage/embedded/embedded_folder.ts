import { join } from "node:path";

/** Data of another PostgreSQL major cannot be read, so the folder is named after it. */
const FOLDER = "postgres-18";

/** Where the embedded database of a data directory is kept. */
export function embeddedFolder(dataDir: string): string {
  return join(dataDir, FOLDER);
}
