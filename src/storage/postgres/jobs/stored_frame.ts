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
  const [row] = await sql<FrameRow[]>`
    insert into job_frames (job_id, seq, type, payload)
    values (${frame.jobId}::uuid, ${frame.seq}::bigint, ${frame.type},
      ${JSON.stringify(frame.payload)}::text::jsonb)
    returning job_id, seq, type, payload, at`;
  return { frame: toFrame(row!), prevSeq: frame.prevSeq };
}
