// The songs that people wrote: to blend, and to compare with.

import { join } from "node:path";
import { analyse } from "../../../src/music/analyse/analyse.ts";
import type { Analysis } from "../../../src/music/analyse/analysis.ts";
import type { Piece } from "../../../src/music/midi/piece.ts";
import { readMidi } from "../../../src/music/midi/read_midi.ts";

/** Songs with drums, by the band; and chamber, choral and piano music. */
export type Kind = "rock" | "chamber";

export type Song = {
  /** The file without its ending. */
  readonly name: string;
  readonly kind: Kind;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly piece: Piece;
  readonly analysis: Analysis;
};

/** Jingles and fragments say little about how songs are. */
const MIN_NOTES = 100;
const MIN_SECONDS = 20;

const FOLDERS: Readonly<Record<Kind, string>> = { rock: "freedoom", chamber: "mutopia" };

/** @throws {Error} that says where the songs were looked for. */
export async function loadCorpus(folder: string): Promise<Song[]> {
  return [...await loadFolder(folder, "rock"), ...await loadFolder(folder, "chamber")];
}

async function loadFolder(folder: string, kind: Kind): Promise<Song[]> {
  const path = join(folder, FOLDERS[kind]);
  const files = await Array.fromAsync(Deno.readDir(path)).catch((cause) => {
    throw new Error(
      `Cannot find the songs to blend: no folder "${path}"; name the folder that has it`,
      { cause },
    );
  });
  const names = files.map(({ name }) => name).filter((name) => name.endsWith(".mid")).sort();
  const songs = await Promise.all(names.map((name) => loadSong(path, name, kind)));
  return songs.filter(({ piece, analysis }) =>
    piece.tracks.flatMap(({ notes }) => notes).length >= MIN_NOTES &&
    analysis.durationSeconds >= MIN_SECONDS
  );
}

async function loadSong(path: string, file: string, kind: Kind): Promise<Song> {
  const bytes = await Deno.readFile(join(path, file));
  const piece = readMidi(bytes);
  return { name: file.replace(/\.mid$/, ""), kind, bytes, piece, analysis: analyse(piece) };
}
