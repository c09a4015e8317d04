// `deno task songs:export FOLDER`: the catalogue as MIDI files and a manifest.

import { parseArgs } from "node:util";
import { type Config, parseConfig } from "../config.ts";
import { exportSongs } from "../songs/export/export_songs.ts";
import { MAX_IMPORT_BYTES } from "../songs/import/load_files.ts";
import { readObject } from "../songs/read_object.ts";
import { openFolderTarget } from "../storage/targets/folder_target.ts";
import { createFileProgress } from "./file_progress.ts";
import { messageOf } from "./message_of.ts";
import { openCatalogue } from "./open_catalogue.ts";
import { print } from "./print.ts";
import { stopSignal } from "./stop_signal.ts";

const USAGE = `deno task songs:export FOLDER

  FOLDER  a new folder: one MIDI file for each song, and manifest.jsonl with titles, artists,
          licences and sources, of which deno task songs:import makes the same catalogue

Run again after a stop, it goes on where it was.
Exit code 0: every song is in the folder. 1: some could not be read, or the export did not end.
`;

if (import.meta.main) Deno.exit(await main(Deno.args, Deno.env.toObject()));

/** The exit code. */
async function main(args: string[], environment: Record<string, string>): Promise<number> {
  try {
    const { values, positionals: [folder, ...rest] } = parseArgs({
      args,
      allowPositionals: true,
      options: { help: { type: "boolean", default: false } },
    });
    if (!values.help && folder !== undefined && rest.length === 0) {
      return await exportTo(folder, parseConfig(environment));
    }
    print(USAGE);
    return values.help ? 0 : 1;
  } catch (error) {
    print(`${messageOf(error)}\n`);
    return 1;
  }
}

async function exportTo(folder: string, config: Config): Promise<number> {
  await using stack = new AsyncDisposableStack();
  const { songs, objects } = await openCatalogue(config, stack);
  const target = stack.use(await openFolderTarget(folder));
  const stopping = new AbortController();
  const { signal } = stopping;
  void stopSignal().then(() => stopping.abort(new Error("It was stopped")));
  const progress = createFileProgress({
    print,
    now: () => performance.now(),
    isTerminal: Deno.stdout.isTerminal(),
    showsRefusals: true,
  });
  progress.setTotal(await songs.count());
  try {
    const { exported, failed } = await exportSongs(
      {
        store: songs,
        target,
        readObject: (key) => readObject(objects, key, { maxBytes: MAX_IMPORT_BYTES, signal }),
      },
      ({ song: { title, artist, songId }, reason }) =>
        progress.show(reason ? { path: `${title} - ${artist} (${songId})`, reason } : undefined),
      signal,
    );
    progress.finish();
    print(`${exported} exported, ${failed} failed\n`);
    return failed === 0 ? 0 : 1;
  } catch (error) {
    progress.finish();
    print(`The export broke off: ${messageOf(error)}\nRun the same command again to go on.\n`);
    return 1;
  }
}
