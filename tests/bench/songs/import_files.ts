import { join } from "node:path";
import { importTune } from "./import_tune.ts";

const FILES_PER_FOLDER = 100;

/** Fills a folder with generated songs, a hundred to an artist, of 50 KB if not of fewer bars. */
export async function writeImportFiles(
  folder: string,
  files: number,
  options: { readonly bars?: number } = {},
): Promise<void> {
  for (let first = 0; first < files; first += FILES_PER_FOLDER) {
    const artist = join(folder, `Band ${first / FILES_PER_FOLDER}`);
    await Deno.mkdir(artist, { recursive: true });
    for (let file = first; file < Math.min(files, first + FILES_PER_FOLDER); file++) {
      await Deno.writeFile(join(artist, `Tune ${file}.mid`), importTune(file, options));
    }
  }
}
