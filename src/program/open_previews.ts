// Previews of songs joined: music in a thread of its own, sound by the ML service, few at once.

import { Slots } from "../engine/slots.ts";
import type { Log } from "../log.ts";
import type { MlClient } from "../ml/ml_client.ts";
import { MusicThread } from "../songs/music/music_thread.ts";
import { createSongPreviews, type SongPreviews } from "../songs/preview/song_previews.ts";
import type { Storage } from "./storage.ts";

/** The rest of the machine is for blends. */
const SOUNDS_AT_ONCE = 2;
const MAX_SOUNDS_WAITING = 16;
/** As many as the thread can do at once. */
const THUMBNAILS_AT_ONCE = 1;
const MAX_THUMBNAILS_WAITING = 64;

/** At 128 kbit/s twelve seconds are 190 KB. */
const SOUND_OPTIONS = { quality: "medium", sample_rate: 44100 } as const;

export function openPreviews(
  parts: { readonly storage: Storage; readonly ml: MlClient; readonly log: Log },
  stack: AsyncDisposableStack,
): SongPreviews {
  const { storage, ml, log } = parts;
  const music = stack.use(new MusicThread());
  return createSongPreviews({
    songs: storage.songs,
    objects: storage.objects,
    log,
    draw: (midi, signal) => music.run("draw", midi, signal),
    cut: (midi, signal) => music.run("cut", midi, signal),
    render: (midi, jobId, signal) => ml.convertToMp3(midi, SOUND_OPTIONS, { jobId, signal }),
    thumbnailTurns: new Slots({ count: THUMBNAILS_AT_ONCE, maxWaiting: MAX_THUMBNAILS_WAITING }),
    soundTurns: new Slots({ count: SOUNDS_AT_ONCE, maxWaiting: MAX_SOUNDS_WAITING }),
  });
}
