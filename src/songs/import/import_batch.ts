// One batch of files on its way into the catalogue: analysed and stored side by side, then, in the
// order of the batches, written as rows. Objects go first, so a row never names one that is not there.

import { AppError } from "../../errors.ts";
import type { SongStudy } from "../music/analyse_midi.ts";
import type { NewSong, SongRef } from "../song.ts";
import type { SongStore } from "../song_store.ts";
import { checkLabels, describeSong, type SongLabels } from "./describe_song.ts";
import type { FileReport } from "./file_report.ts";
import { MIDI_MEDIA_TYPE, type SongFiles } from "./import_song.ts";
import type { LoadedFile } from "./load_files.ts";
import { mapAtMost } from "./map_at_most.ts";
import { nameSong } from "./name_song.ts";
import { FileRefusal, type Refusal, refusalOf } from "./refusal.ts";

/** Puts of one batch at once: each waits for a disk or a network, not for a processor. */
const MAX_WORKS = 24;

export type BatchDependencies = {
  readonly store: Pick<SongStore, "hasContents" | "findAlike" | "add">;
  readonly files: SongFiles;
  /** `studyMidi` in a thread of its own. */
  readonly study: (bytes: Uint8Array, signal: AbortSignal) => Promise<SongStudy>;
  readonly newId: () => string;
  readonly now: () => Date;
};

export type BatchOptions = {
  /** What songs show when the manifest does not say. */
  readonly notes: Pick<SongLabels, "license" | "sourceNote">;
  /** Fulfilled when the rows of the batch before are written. */
  readonly turn: Promise<unknown>;
  readonly signal: AbortSignal;
};

type Owner = LoadedFile & { readonly type: "owner" };

/** What becomes of each file, in order. */
export async function importBatch(
  deps: BatchDependencies,
  loaded: readonly LoadedFile[],
  { notes, turn, signal }: BatchOptions,
): Promise<FileReport[]> {
  const owners = loaded.filter((file) => file.type === "owner");
  const areKnown = await askKnown(deps.store, owners, signal);
  const fresh = owners.filter((_, index) => !areKnown[index]);
  const kept = await mapAtMost(fresh, MAX_WORKS, (file) => keepFile(deps, file, notes, signal));
  const songs = new Map<string, NewSong>();
  for (const [index, { path, claim }] of fresh.entries()) {
    const result = kept[index]!;
    if ("code" in result) claim.refusal = result;
    else songs.set(path, result);
  }
  await turn;
  signal.throwIfAborted();
  const reports = await addSongs(deps.store, songs, signal);
  return loaded.map((file) =>
    (file.type === "owner" ? reports.get(file.path) : undefined) ?? reportOf(file)
  );
}

async function askKnown(
  store: BatchDependencies["store"],
  owners: readonly Owner[],
  signal: AbortSignal,
): Promise<boolean[]> {
  if (owners.length === 0) return [];
  return await store.hasContents(owners.map(({ contentSha256 }) => contentSha256), signal);
}

/** Stores the bytes of a file that is a song; answers the row to be written. */
async function keepFile(
  { study, files, newId, now }: BatchDependencies,
  { path, row, bytes, contentSha256 }: Owner,
  notes: BatchOptions["notes"],
  signal: AbortSignal,
): Promise<NewSong | Refusal> {
  try {
    const { facts, texts } = await studyFile(study, bytes, signal);
    const name = nameSong(path, texts);
    const labels = {
      title: row?.title ?? name.title,
      artist: row?.artist ?? name.artist,
      license: row?.license ?? notes.license,
      sourceNote: row?.source ?? notes.sourceNote,
    };
    checkLabels(labels);
    const song = describeSong(labels, facts, { songId: newId(), createdAt: now(), contentSha256 });
    await files.put(song.objectKey, bytes, { mediaType: MIDI_MEDIA_TYPE, signal });
    return song;
  } catch (error) {
    signal.throwIfAborted();
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    return refusal;
  }
}

/** A thread that hangs or breaks says `internal`: that is the end of this file alone. */
async function studyFile(
  study: BatchDependencies["study"],
  bytes: Uint8Array,
  signal: AbortSignal,
): Promise<SongStudy> {
  try {
    return await study(bytes, signal);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "internal") throw error;
    throw new FileRefusal("analysis_failed", error.message, { cause: error });
  }
}

/** Reports by path. A song that somebody else has added meanwhile is a duplicate. */
async function addSongs(
  store: BatchDependencies["store"],
  byPath: ReadonlyMap<string, NewSong>,
  signal: AbortSignal,
): Promise<Map<string, FileReport>> {
  if (byPath.size === 0) return new Map();
  const songs = [...byPath.values()];
  const likes = await store.findAlike(songs.map(({ fingerprint }) => fingerprint), signal);
  const areNew = await store.add(songs, signal);
  const added = new Map<string, SongRef>();
  return new Map([...byPath].map(([path, song], index): [string, FileReport] => {
    if (!areNew[index]) return [path, { outcome: "duplicate", path }];
    const alike = likes[index] ?? added.get(song.fingerprint);
    if (song.fingerprint !== "" && !alike) added.set(song.fingerprint, refOf(song));
    return [path, { outcome: "imported", path, songId: song.songId, ...(alike && { alike }) }];
  }));
}

function refOf({ songId, title, artist }: NewSong): SongRef {
  return { songId, title, artist };
}

/** Of a file that is no new song. Of equal files each is refused for the reason of the first. */
function reportOf(file: LoadedFile): FileReport {
  const { path } = file;
  const refusal = file.type === "refused" ? file.refusal : file.claim.refusal;
  if (refusal) return { outcome: "refused", path, ...refusal };
  return file.type === "equal"
    ? { outcome: "duplicate", path, sameAs: file.claim.path }
    : { outcome: "duplicate", path };
}
