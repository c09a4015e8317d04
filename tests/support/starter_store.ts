import { STARTER_CATALOGUE } from "../../catalogue/starter_songs.ts";
import { parseScore } from "../../src/music/notation/parse_score.ts";
import { MemorySongStore } from "./memory_song_store.ts";
import { newSong } from "./new_song.ts";

/** A store with the names of the starter songs, and no music. */
export async function starterStore(): Promise<MemorySongStore> {
  const store = new MemorySongStore();
  const songs = [...STARTER_CATALOGUE.scores.map(parseScore), ...STARTER_CATALOGUE.recordings];
  for (const { title, artist } of songs) await store.add([newSong(title, artist)]);
  return store;
}
