// One job from claim to settle. Files are stored before the row that names them, every write is
// fenced, and no transaction is open during a call. A retry skips what an earlier attempt finished.

import { AppError } from "../errors.ts";
import { createFrameWriter } from "./frame_writer.ts";
import { isSame, makeFurtherOutputs } from "./further_outputs.ts";
import { generateOptions } from "./generate_options.ts";
import type { Stage, Warning } from "./job.ts";
import type { ClaimedJob, JobStore, NewFile, StoredFile } from "./job_store.ts";
import { createProgressMeter } from "./progress.ts";
import { readObject } from "../songs/read_object.ts";
import type { Run, RunDependencies } from "./run.ts";
import { MIDI, MP3, nameOutput, publishOutput, storeOutput } from "./store_output.ts";
import { timed } from "./timed.ts";

const MAX_SONG_BYTES = 2 * 1024 * 1024;
const MAX_MIDI_BYTES = 1024 * 1024;

/** Resolves when the job is completed; throws what stopped it, with nothing settled. */
export async function runJob(
  claimed: ClaimedJob,
  deps: RunDependencies,
  { abort, timings }: { readonly abort: AbortController; readonly timings: Run["timings"] },
): Promise<void> {
  const frames = createFrameWriter(claimed.fence, {
    ...deps,
    abort: (reason) => abort.abort(reason),
  });
  using meter = createProgressMeter(
    (progress, message) => publishProgress(claimed, deps, progress, message).catch(() => {}),
    { now: deps.now },
  );
  const run: Run = { ...deps, claimed, signal: abort.signal, frames, meter, timings };
  deps.fanout.publish(claimed.started);
  try {
    await blend(run);
  } catch (error) {
    // A late batch must not follow the frame that ends the attempt.
    await frames.flush().catch(() => {});
    throw abort.signal.aborted ? abort.signal.reason : error;
  }
}

async function blend(run: Run): Promise<void> {
  // The last attempt may have ended at a store that takes nothing: better known before composing.
  if (run.claimed.fence.attempt > 1) await run.objects.check(run.signal);
  const stored = await findStored(run);
  const midiFile = stored.find((file) => isSame(file, MIDI)) ?? await composeMidi(run);
  const midi = await readObject(run.objects, midiFile.objectKey, {
    maxBytes: MAX_MIDI_BYTES,
    signal: run.signal,
  });
  const { options } = run.claimed.job;
  enter(run, "converting", await run.eta.expectedMs("convertMs", options));
  const hasMore = options.outputs.length + options.sections.length > 0;
  const sound = await (hasMore ? makeAll : makeMp3)(run, midi, stored);
  await settleCompleted(run, midiFile, sound);
}

/** What an earlier attempt made of the piece and the store still has; nothing without its MIDI. */
async function findStored(run: Run): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  for (const file of await run.store.filesOf(run.claimed.job.jobId)) {
    if (await isThere(run, file)) files.push(file);
  }
  return files.some((file) => isSame(file, MIDI)) ? files : [];
}

async function isThere(run: Run, file: StoredFile): Promise<boolean> {
  if (file.expiresAt.getTime() <= Date.now()) return false;
  try {
    const stream = await run.objects.get(file.objectKey, { signal: run.signal });
    await stream.cancel();
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return false;
    throw error;
  }
}

async function composeMidi(run: Run): Promise<NewFile> {
  enter(run, "fetching");
  const songs = await timed(run, "fetchMs", () => fetchSongs(run));
  const { options } = run.claimed.job;
  enter(run, "generating", await run.eta.expectedMs("generateMs", options));
  const result = await timed(run, "generateMs", () => generate(run, songs));
  const file = await timed(run, "storeMs", () => storeOutput(run, MIDI, result.midi));
  await publishOutput(run, { file, report: result.report });
  return file;
}

async function fetchSongs(run: Run): Promise<[Uint8Array, Uint8Array, Uint8Array]> {
  const songIds = run.claimed.job.songs.map(({ songId }) => songId);
  const keys = await run.songs.objectKeys(songIds, run.signal);
  const files = await Promise.all(keys.map((key, index) => fetchSong(run, key, index)));
  const [first, second, third] = files;
  return [first!, second!, third!];
}

async function fetchSong(run: Run, key: string | undefined, index: number): Promise<Uint8Array> {
  const { title } = run.claimed.job.songs[index]!;
  try {
    if (key === undefined) throw new AppError("not_found", "The song has left the catalogue");
    return await readObject(run.objects, key, { maxBytes: MAX_SONG_BYTES, signal: run.signal });
  } catch (cause) {
    run.signal.throwIfAborted();
    if (cause instanceof AppError && cause.code === "storage_unavailable") throw cause;
    throw new AppError("song_unavailable", `The MIDI file of "${title}" cannot be read`, { cause });
  }
}

function generate(run: Run, songs: [Uint8Array, Uint8Array, Uint8Array]) {
  const { jobId, options } = run.claimed.job;
  return run.ml.generate(songs, generateOptions(options), {
    jobId,
    signal: run.signal,
    onProgress: (share, message) => run.meter.report(share, "reported", message),
    onBars: (bars) =>
      run.frames.write({
        type: "bars",
        startBar: bars.start_bar,
        bars: bars.bars,
        secondsPerBar: bars.seconds_per_bar,
        ...(bars.tracks
          ? {
            tracks: bars.tracks.map(({ is_drums, ...track }) => ({ ...track, isDrums: is_drums })),
          }
          : {}),
        notes: bars.notes,
      }),
  });
}

/** What a blend is heard by, and why something of it is not there. */
type Sound = {
  readonly mp3: NewFile | undefined;
  /** Whether a row names the MP3 already. */
  readonly isNamed: boolean;
  readonly warnings: readonly Warning[];
};

/** The MP3 alone: its row comes with the end of the job. */
async function makeMp3(run: Run, midi: Uint8Array): Promise<Sound> {
  const mp3 = await convert(run, midi);
  enter(run, "storing");
  return mp3 instanceof AppError
    ? { mp3: undefined, isNamed: false, warnings: [mp3Warning(mp3)] }
    : { mp3: await storeMp3(run, mp3), isNamed: false, warnings: [] };
}

/** The MP3 and all that was asked for beside it, each named as soon as it is there. */
async function makeAll(
  run: Run,
  midi: Uint8Array,
  stored: readonly StoredFile[],
): Promise<Sound> {
  const known = stored.find((file) => isSame(file, MP3));
  const made = known ?? await convert(run, midi);
  const failure = made instanceof AppError ? made : undefined;
  const mp3 = made instanceof Uint8Array ? await storeMp3(run, made) : known;
  if (mp3 && !known) await publishOutput(run, { file: mp3 });
  const warnings = await makeFurtherOutputs(run, { midi, stored, failure });
  enter(run, "storing");
  return { mp3, isNamed: true, warnings: [...(failure ? [mp3Warning(failure)] : []), ...warnings] };
}

/** The MP3, or why there is none: a MIDI that cannot be converted is still a result. */
async function convert(run: Run, midi: Uint8Array): Promise<Uint8Array | AppError> {
  const { jobId, options: { quality, sampleRate } } = run.claimed.job;
  const options = { quality, sample_rate: sampleRate };
  try {
    return await timed(
      run,
      "convertMs",
      () => run.ml.convertToMp3(midi, options, { jobId, signal: run.signal }),
    );
  } catch (error) {
    run.signal.throwIfAborted();
    if (error instanceof AppError) return error;
    throw error;
  }
}

function storeMp3(run: Run, bytes: Uint8Array): Promise<NewFile> {
  return timed(run, "storeMs", () => storeOutput(run, MP3, bytes));
}

function mp3Warning({ message }: AppError): Warning {
  return { code: "mp3_unavailable", message: `The MP3 could not be made: ${message}` };
}

async function settleCompleted(
  run: Run,
  midi: NewFile,
  { mp3, isNamed, warnings }: Sound,
): Promise<void> {
  const file = isNamed ? undefined : mp3;
  await nameOutput(run, file, () =>
    run.store.settle(run.claimed.fence, {
      status: "completed",
      outputFileId: mp3?.fileId ?? midi.fileId,
      ...(file ? { file } : {}),
      warnings,
      timings: run.timings,
    }));
}

function enter(run: Run, stage: Stage, expectedMs?: number): void {
  run.signal.throwIfAborted();
  run.frames.write({ type: "stage", stage });
  run.meter.begin(stage, expectedMs);
}

async function publishProgress(
  { fence, job }: ClaimedJob,
  deps: RunDependencies,
  progress: Parameters<JobStore["saveProgress"]>[1],
  message: string | undefined,
): Promise<void> {
  const saved = await deps.store.saveProgress(fence, progress);
  if (!saved) return;
  const eta = await deps.eta.estimate({ ...job, status: "running", ...progress });
  deps.fanout.publish({
    frame: {
      type: "progress",
      jobId: job.jobId,
      seq: saved.seq,
      at: new Date().toISOString(),
      ...progress,
      ...(message === undefined ? {} : { message }),
      eta,
    },
  });
}
