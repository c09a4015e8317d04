import { AppError, type ProblemError } from "../../errors.ts";
import { type Resolution, resolveSong, type SongFinder } from "./resolve_song.ts";
import type { SongRef } from "../song.ts";
import type { SongRequest } from "../song_request.ts";

const MESSAGES = {
  song_not_found: "No song fits this name",
  song_ambiguous: "Several songs fit this name",
} as const;

/**
 * The songs of the requests, in order, all different.
 * @throws {AppError} `song_not_found` or `song_ambiguous` with suggestions, or `duplicate_song`;
 * each with the requests that are to blame.
 */
export async function requireSongs(
  store: SongFinder,
  requests: readonly SongRequest[],
  signal?: AbortSignal,
): Promise<SongRef[]> {
  const resolutions = await Promise.all(
    requests.map((request) => resolveSong(store, request, signal)),
  );
  refuseUnknown(resolutions);
  const songs = resolutions.flatMap((resolution) =>
    "song" in resolution ? [refOf(resolution.song)] : []
  );
  refuseDuplicates(songs);
  return songs;
}

function refuseUnknown(resolutions: readonly Resolution[]): void {
  const failures = resolutions.flatMap((resolution, index) =>
    "song" in resolution ? [] : [{ ...resolution, path: `songs.${index}` }]
  );
  const [first] = failures;
  if (!first) return;
  const errors: ProblemError[] = failures.map(({ path, code, suggestions }) => ({
    path,
    message: MESSAGES[code],
    suggestions,
  }));
  throw new AppError(first.code, `${MESSAGES[first.code]}: see "errors" for each`, { errors });
}

function refuseDuplicates(songs: readonly SongRef[]): void {
  const errors = songs.flatMap(({ songId, title }, index): ProblemError[] => {
    const first = songs.findIndex((song) => song.songId === songId);
    if (first === index) return [];
    return [{ path: `songs.${index}`, message: `"${title}" is song ${first} already` }];
  });
  if (errors.length === 0) return;
  throw new AppError("duplicate_song", "The three songs must be different", { errors });
}

function refOf({ songId, title, artist }: SongRef): SongRef {
  return { songId, title, artist };
}
