import { MemorySongStore } from "../support/memory_song_store.ts";
import { songStoreSuite } from "../support/song_store_suite.ts";

songStoreSuite("memory store", (use) => use(new MemorySongStore()));
