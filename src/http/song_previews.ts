// What a song looks and sounds like: its piano roll and some seconds of it.

import type { Context } from "hono";
import type { ErrorCode } from "../errors.ts";
import type { PreviewOf } from "../songs/preview/kept_previews.ts";
import type { SongPreviews } from "../songs/preview/song_previews.ts";
import { entityTag } from "./etag.ts";
import type { HttpEnv } from "./http_env.ts";
import type { Identify } from "./identity.ts";
import type { Operation, Route } from "./operation.ts";
import { pathId } from "./path_id.ts";
import { FILE_ERRORS, fileAnswers, sendFile } from "./send_file.ts";
import { withIdentity } from "./with_identity.ts";

export type SongPreviewsDependencies = {
  readonly previews: Pick<SongPreviews, "thumbnail" | "sound">;
  readonly identify: Identify;
};

const THUMBNAIL_TYPE = "image/svg+xml";
const SOUND_TYPE = "audio/mpeg";

/** A song's notes never change; a week is for what is made of them. */
const MAX_AGE_SECONDS = 7 * 86_400;

const MAKING_ERRORS: readonly ErrorCode[] = [
  ...FILE_ERRORS,
  "song_unavailable",
  "queue_full",
  "draining",
];

const thumbnailOperation: Operation = {
  method: "GET",
  path: "/api/songs/{songId}/thumbnail",
  operationId: "songThumbnail",
  tag: "Songs",
  summary: "The piano roll of a song as a small picture",
  description: "Made when first asked for. Costs no quota.",
  needsCaller: true,
  ...fileAnswers(THUMBNAIL_TYPE),
  errors: MAKING_ERRORS,
};

const soundOperation: Operation = {
  method: "GET",
  path: "/api/songs/{songId}/preview",
  operationId: "songPreview",
  tag: "Songs",
  summary: "The seconds of a song that tell it best",
  description: "Twelve seconds, made when first asked for. Costs no quota. Takes Range with one " +
    "range, If-Match, If-None-Match and If-Range.",
  needsCaller: true,
  ...fileAnswers(SOUND_TYPE),
  errors: [
    ...MAKING_ERRORS,
    "ml_unavailable",
    "ml_timeout",
    "ml_rejected",
    "ml_invalid_answer",
    "ml_answer_too_large",
  ],
};

export function songPreviewsRoutes({ previews, identify }: SongPreviewsDependencies): Route[] {
  const known = withIdentity(identify);
  return [
    {
      operation: thumbnailOperation,
      handlers: [known, (c) => send(c, previews.thumbnail, THUMBNAIL_TYPE)],
    },
    { operation: soundOperation, handlers: [known, (c) => send(c, previews.sound, SOUND_TYPE)] },
  ];
}

async function send(c: Context<HttpEnv>, of: PreviewOf, mediaType: string): Promise<Response> {
  const bytes = await of(pathId(c, "songId"), c.req.raw.signal);
  // What a key was needed for is not for a cache that others share.
  const audience = c.req.header("Authorization") === undefined ? "public" : "private";
  return await sendFile(c, {
    tag: entityTag(bytes),
    sizeBytes: bytes.length,
    mediaType,
    cacheControl: `${audience}, max-age=${MAX_AGE_SECONDS}`,
    open: (range) => Promise.resolve(bytes.slice(range?.first, range && range.last + 1)),
  });
}
