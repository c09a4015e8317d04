// Rows of the table songs, and what they are to the rooms above.

import type { Song } from "../../../songs/song.ts";
import type { Candidate, KeptSong } from "../../../songs/song_store.ts";
import type { Sql } from "../sql.ts";

export type CandidateRow = {
  readonly id: string;
  readonly title: string;
  readonly artist: string;
  readonly duration_seconds: number;
  readonly tempo_bpm: number;
  readonly key: string;
  readonly has_drums: boolean;
  readonly license: string;
  readonly search_title: string;
  readonly search_artist: string;
  readonly fingerprint: string;
};

export type SongRow = Omit<CandidateRow, "search_title" | "search_artist" | "fingerprint"> & {
  readonly source_note: string;
  readonly created_at: Date;
  readonly analysis: Song["analysis"];
};

export type KeptRow = SongRow & {
  readonly s3_url: string;
  readonly content_sha256: string | null;
  readonly fingerprint: string;
};

/** The columns of a `CandidateRow`. */
export function candidateColumns(sql: Sql) {
  return sql`id, title, artist, duration_seconds, tempo_bpm, key, has_drums, license, search_title,
    search_artist, fingerprint`;
}

/** The columns of a `SongRow`. */
export function songColumns(sql: Sql) {
  return sql`id, title, artist, duration_seconds, tempo_bpm, key, has_drums, license, source_note,
    created_at, (select analysis from song_analyses where song_id = songs.id) as analysis`;
}

export function toCandidate(row: CandidateRow): Candidate {
  return {
    ...toSummary(row),
    searchTitle: row.search_title,
    searchArtist: row.search_artist,
    fingerprint: row.fingerprint,
  };
}

export function toSong(row: SongRow): Song {
  return {
    ...toSummary(row),
    sourceNote: row.source_note,
    createdAt: row.created_at.toISOString(),
    analysis: row.analysis,
  };
}

export function toKeptSong(row: KeptRow): KeptSong {
  return {
    ...toSong(row),
    objectKey: row.s3_url,
    contentSha256: row.content_sha256 ?? "",
    fingerprint: row.fingerprint,
  };
}

function toSummary(row: CandidateRow | SongRow) {
  return {
    songId: row.id,
    title: row.title,
    artist: row.artist,
    durationSeconds: row.duration_seconds,
    tempoBpm: row.tempo_bpm,
    key: row.key,
    hasDrums: row.has_drums,
    license: row.license,
  };
}
