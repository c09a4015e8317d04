import { analyseMidi } from "../../src/songs/music/analyse_midi.ts";
import { playScore } from "../../src/songs/music/play_score.ts";
import { MemoryObjectStore } from "./memory_object_store.ts";
import { MemorySongStore } from "./memory_song_store.ts";

/** What an import needs, in memory: ids count up, the clock stands still. */
export function importWorld() {
  let ids = 0;
  return {
    store: new MemorySongStore(),
    files: new MemoryObjectStore(),
    analyse: analyseMidi,
    play: playScore,
    newId: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, "0")}`,
    now: () => new Date("2026-10-01T12:00:00Z"),
  };
}
