// /api/songs: the catalogue, and which of its songs a name means.

import type { Context } from "hono";
import { z } from "zod";
import { AppError } from "../errors.ts";
import type { SongFinder } from "../songs/search/resolve_song.ts";
import { resolveSongs } from "../songs/search/resolve_songs.ts";
import { searchSongs } from "../songs/search/search_songs.ts";
import { songQuerySchema, songRequestSchema } from "../songs/song_request.ts";
import { songSchema, songSummarySchema } from "../songs/song.ts";
import { readJson } from "./body.ts";
import { EXAMPLE_SONGS, EXAMPLE_SUMMARY } from "./example_songs.ts";
import type { HttpEnv } from "./http_env.ts";
import type { Identify } from "./identity.ts";
import type { Operation, Route } from "./operation.ts";
import { pathId } from "./path_id.ts";
import { parseQuery, wholeNumber } from "./query.ts";
import { withIdentity } from "./with_identity.ts";

export type SongsDependencies = {
  readonly songs: SongFinder;
  readonly identify: Identify;
};

const querySchema = z.object({
  q: songQuerySchema.default(""),
  limit: wholeNumber(1, 100).default(20),
});

const listSchema = z.object({ songs: z.array(songSummarySchema) }).meta({ id: "SongList" });

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
  description: "Without q: all, by title.",
  query: querySchema,
  needsCaller: true,
  answers: {
    200: {
      description: "The songs",
      schema: listSchema,
      example: { songs: [EXAMPLE_SUMMARY] },
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

async function list(c: Context<HttpEnv>, { songs }: SongsDependencies): Promise<Response> {
  const { q, limit } = parseQuery(c, querySchema);
  const query = { text: q, filter: {}, limit };
  const page = await searchSongs(songs, query, c.req.raw.signal);
  return c.json({ songs: page.songs });
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
