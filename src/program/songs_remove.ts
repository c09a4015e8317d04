// `deno task songs:remove`: songs out of the catalogue, with their files.

import { parseArgs } from "node:util";
import { type Config, parseConfig } from "../config.ts";
import { chooseSongs, type ChosenSong, type SongChoice } from "../songs/remove/choose_songs.ts";
import { removeSongs } from "../songs/remove/remove_songs.ts";
import type { SongStore } from "../songs/song_store.ts";
import { messageOf } from "./message_of.ts";
import { openCatalogue } from "./open_catalogue.ts";
import { plainText } from "./plain_text.ts";
import { print } from "./print.ts";
import { stopSignal } from "./stop_signal.ts";

const SHOWN_SONGS = 10;
const USAGE = `deno task songs:remove [options] [SONG_ID …]

  SONG_ID          songs by their ids, or else, songs that fit all of
  --license TEXT   with exactly this licence
  --source TEXT    with exactly this source
  --artist TEXT    by this artist, however spelt
  --all            all songs
  --dry-run        tells which songs it would remove
  --yes            does not ask

Songs that every catalogue begins with come back at the next start of the server.
Exit code 0: no such song is in the catalogue any more. 1: the removal did not end.
`;

export type RemoveArguments = {
  readonly choice: SongChoice;
  readonly isDry: boolean;
  readonly isSure: boolean;
};

if (import.meta.main) Deno.exit(await main(Deno.args, Deno.env.toObject()));

/** The exit code. */
async function main(args: string[], environment: Record<string, string>): Promise<number> {
  try {
    const asked = parseArguments(args);
    if (asked) return await removeFrom(parseConfig(environment), asked);
    print(USAGE);
    return args.includes("--help") ? 0 : 1;
  } catch (error) {
    print(`${messageOf(error)}\n`);
    return 1;
  }
}

/** Undefined where only the usage helps: all songs must be asked for by name. */
function parseArguments(args: string[]): RemoveArguments | undefined {
  const { values, positionals: songIds } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      license: { type: "string" },
      source: { type: "string" },
      artist: { type: "string" },
      all: { type: "boolean", default: false },
      "dry-run": { type: "boolean", default: false },
      yes: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const { license, source, artist } = values;
  const filters = [license, source, artist].filter((value) => value !== undefined);
  const ways = [songIds.length > 0, filters.length > 0, values.all].filter(Boolean);
  if (values.help || ways.length !== 1) return undefined;
  return {
    choice: songIds.length > 0 ? { songIds } : { license, sourceNote: source, artist },
    isDry: values["dry-run"],
    isSure: values.yes,
  };
}

async function removeFrom(
  config: Config,
  { choice, isDry, isSure }: RemoveArguments,
): Promise<number> {
  await using stack = new AsyncDisposableStack();
  const { songs, objects } = await openCatalogue(config, stack);
  const stopping = new AbortController();
  const { signal } = stopping;
  const { count, shown } = await look(songs, choice);
  for (const song of shown) print(`${plainText(`${song.title} - ${song.artist}`)}\n`);
  if (count > shown.length) print(`… and ${count - shown.length} more\n`);
  if (isDry || count === 0) {
    print(`${count} to remove\n`);
    return 0;
  }
  if (!isSure && !confirm(`Remove ${count} songs?`)) {
    print("Nothing was removed: --yes removes without asking\n");
    return 1;
  }
  void stopSignal().then(() => stopping.abort(new Error("It was stopped")));
  const removed = await removeSongs({ store: songs, objects }, choice, { signal });
  print(`${removed} removed\n`);
  return 0;
}

async function look(
  store: SongStore,
  choice: SongChoice,
): Promise<{ readonly count: number; readonly shown: readonly ChosenSong[] }> {
  let count = 0;
  const shown: ChosenSong[] = [];
  for await (const songs of chooseSongs(store, choice)) {
    count += songs.length;
    shown.push(...songs.slice(0, SHOWN_SONGS - shown.length));
  }
  return { count, shown };
}
