// A row of `job_frames` as the frame its watchers see.

import type { Envelope } from "../../../jobs/fanout.ts";
import type { Frame } from "../../../jobs/frame.ts";
import type { Sql } from "../sql.ts";

export type FrameRow = {
  readonly job_id: string;
  readonly seq: number;
  readonly type: Frame["type"];
  readonly payload: Record<string, unknown>;
  readonly at: Date;
};

export function toFrame(row: FrameRow): Frame {
  return {
    type: row.type,
    jobId: row.job_id,
    seq: row.seq,
    at: row.at.toISOString(),
    ...row.payload,
  } as Frame;
}

export type FrameToInsert = {
  readonly jobId: string;
  readonly seq: number;
  readonly prevSeq: number;
  readonly type: Frame["type"];
  readonly payload: Record<string, unknown>;
};

/** Stores a frame within the transaction of the change it tells of. */
export async function insertFrame(sql: Sql, frame: FrameToInsert): Promise<Envelope> {
  const [envelope] = await insertFrames(sql, [frame]);
  return envelope!;
}

/** The same for several frames, in their order. All have the time of the transaction. */
export async function insertFrames(
  sql: Sql,
  frames: readonly FrameToInsert[],
): Promise<Envelope[]> {
  if (frames.length === 0) return [];
  const [stored] = await sql<{ at: Date }[]>`
    with stored as (
      insert into job_frames (job_id, seq, type, payload)
      select f."jobId", f.seq, f.type, f.payload
      from jsonb_to_recordset(${JSON.stringify(frames)}::text::jsonb)
        as f("jobId" uuid, seq bigint, type text, payload jsonb)
      returning at)
    select at from stored limit 1`;
  return frames.map(({ jobId, seq, prevSeq, type, payload }) => ({
    frame: toFrame({ job_id: jobId, seq, type, payload, at: stored!.at }),
    prevSeq,
  }));
}
