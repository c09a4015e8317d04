const RULES = [
  "../../../src/storage/postgres/migrations/",
  "../../../src/storage/postgres/songs/add_songs.ts",
  "../../../src/storage/postgres/songs/count_words.ts",
  "../../../src/songs/search/normalise_name.ts",
  "../../../src/songs/search/song_words.ts",
  "../../../src/songs/search/word_keys.ts",
  "../../../src/songs/search/words_of.ts",
  "./languages/",
  "./fill_phrase.ts",
  "./make_song.ts",
  "./name_artist.ts",
  "./name_song.ts",
  "./name_title.ts",
];

/** A short hash of the files that decide what a loaded database looks like. */
export async function loadingRules(): Promise<string> {
  const texts = await Promise.all(RULES.map((path) => readAll(new URL(path, import.meta.url))));
  const bytes = new TextEncoder().encode(texts.join());
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex().slice(0, 8);
}

async function readAll(url: URL): Promise<string> {
  if (!url.pathname.endsWith("/")) return await Deno.readTextFile(url);
  const names = (await Array.fromAsync(Deno.readDir(url))).map(({ name }) => name).sort();
  return (await Promise.all(names.map((name) => Deno.readTextFile(new URL(name, url))))).join();
}
