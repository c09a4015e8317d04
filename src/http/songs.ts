// /api/songs: the catalogue, and which of its songs a name means.

import type { Context } from "hono";
import { z } from "zod";
import { cursorSchema, encodeCursor } from "../channel/cursor.ts";
import { AppError } from "../errors.ts";
import type { SongFinder } from "../songs/search/resolve_song.ts";
import { resolveSongs } from "../songs/search/resolve_songs.ts";
import type { SearchSongs } from "../songs/search/cached_search.ts";
import {
  checkRanges,
  DEFAULT_SONGS_PER_PAGE,
  MAX_SONG_CURSOR_LENGTH,
  MAX_SONGS_PER_PAGE,
  songFilterFields,
} from "../songs/song_query.ts";
import { songQuerySchema, songRequestSchema } from "../songs/song_request.ts";
import { songSchema, songSummarySchema } from "../songs/song.ts";
import { readJson } from "./body.ts";
import { EXAMPLE_SONGS, EXAMPLE_SUMMARY } from "./example_songs.ts";
import type { HttpEnv } from "./http_env.ts";
import type { Identify } from "./identity.ts";
import type { Operation, Route } from "./operation.ts";
import { pathId } from "./path_id.ts";
import { decimal, parseQuery, wholeNumber, yesOrNo } from "./query.ts";
import { withIdentity } from "./with_identity.ts";

export type SongsDependencies = {
  readonly songs: SongFinder;
  readonly searchSongs: SearchSongs;
  readonly identify: Identify;
};

const { minTempoBpm, maxTempoBpm, minDurationSeconds, maxDurationSeconds, ...texts } =
  songFilterFields;

const querySchema = z.object({
  q: songQuerySchema.default(""),
  limit: wholeNumber(1, MAX_SONGS_PER_PAGE).default(DEFAULT_SONGS_PER_PAGE),
  cursor: cursorSchema(MAX_SONG_CURSOR_LENGTH).optional(),
  ...texts,
  minTempoBpm: decimal(minTempoBpm.unwrap()).optional(),
  maxTempoBpm: decimal(maxTempoBpm.unwrap()).optional(),
  minDurationSeconds: decimal(minDurationSeconds.unwrap()).optional(),
  maxDurationSeconds: decimal(maxDurationSeconds.unwrap()).optional(),
  hasDrums: yesOrNo().optional(),
}).superRefine(checkRanges);

const pageSchema = z.object({
  songs: z.array(songSummarySchema),
  nextCursor: z.string().nullable(),
}).meta({ id: "SongPage" });

const resolveRequestSchema = z.strictObject({
  songs: z.array(songRequestSchema).min(1).max(3),
}).meta({ id: "ResolveRequest" });

const resolvedSchema = z.object({
  songs: z.array(z.object({
    query: z.union([z.string(), z.object({ songId: z.string() })]),
    song: songSummarySchema.optional(),
    suggestions: z.array(songSummarySchema),
  })),
}).meta({ id: "ResolvedSongs" });

const listOperation: Operation = {
  method: "GET",
  path: "/api/songs",
  operationId: "listSongs",
  tag: "Songs",
  summary: "Songs of the catalogue, best match first",
  description:
    "Without q: all, by title. key is such as F# minor, however it is spelt, license as " +
    "songs show it; of tempo and length the bounds are included. cursor is the nextCursor of the " +
    "page before, asked for with the same parameters.",
  query: querySchema,
  needsCaller: true,
  answers: {
    200: {
      description: "One page; nextCursor is null on the last",
      schema: pageSchema,
      example: { songs: [EXAMPLE_SUMMARY], nextCursor: null },
    },
  },
};

const findOperation: Operation = {
  method: "GET",
  path: "/api/songs/{songId}",
  operationId: "findSong",
  tag: "Songs",
  summary: "One song with its analysis",
  needsCaller: true,
  answers: { 200: { description: "The song", schema: songSchema } },
};

const resolveOperation: Operation = {
  method: "POST",
  path: "/api/songs/resolve",
  operationId: "resolveSongs",
  tag: "Songs",
  summary: "Which songs these names mean",
  description: "Costs no quota. A name that fits no song, or several equally, gets suggestions.",
  body: resolveRequestSchema,
  bodyExample: { songs: EXAMPLE_SONGS },
  needsCaller: true,
  answers: { 200: { description: "One entry for each name, in order", schema: resolvedSchema } },
};

export function songsRoutes(deps: SongsDependencies): Route[] {
  const known = withIdentity(deps.identify);
  return [
    { operation: listOperation, handlers: [known, (c) => list(c, deps)] },
    { operation: findOperation, handlers: [known, (c) => find(c, deps)] },
    { operation: resolveOperation, handlers: [known, (c) => resolve(c, deps)] },
  ];
}

async function list(c: Context<HttpEnv>, { searchSongs }: SongsDependencies): Promise<Response> {
  const { q, limit, cursor, ...filter } = parseQuery(c, querySchema);
  const query = { text: q, filter, limit, ...(cursor === undefined ? {} : { cursor }) };
  const page = await searchSongs(query, c.req.raw.signal);
  return c.json({ ...page, nextCursor: page.nextCursor && encodeCursor(page.nextCursor) });
}

async function find(c: Context<HttpEnv>, { songs }: SongsDependencies): Promise<Response> {
  const song = await songs.find(pathId(c, "songId"), c.req.raw.signal);
  if (song === undefined) throw new AppError("not_found", "No such song");
  return c.json(song);
}

async function resolve(c: Context<HttpEnv>, { songs }: SongsDependencies): Promise<Response> {
  const request = await readJson(c.req.raw, resolveRequestSchema);
  return c.json({ songs: await resolveSongs(songs, request.songs, c.req.raw.signal) });
}
