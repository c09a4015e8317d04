// The form as it is filled in, and what becomes of it: a request, or complaints at its fields.

import type { GenerateRequest } from "../client/client.ts";
import type { Job, Options, OptionsRequest, Problem, SongSummary } from "../client/wire.ts";

export type Place = 0 | 1 | 2;
export const PLACES = [0, 1, 2] as const;

export type Complaint = { readonly message: string; readonly suggestions: readonly SongSummary[] };

export type SongEntry = {
  readonly text: string;
  /** Set when the song was chosen from the catalogue, not only typed. */
  readonly songId: string | undefined;
  readonly complaint: Complaint | undefined;
};

export type OptionsForm = Omit<Options, "seed"> & {
  /** As typed; blank lets chance decide. */
  readonly seed: string;
};

export type Form = {
  readonly songs: readonly [SongEntry, SongEntry, SongEntry];
  readonly options: OptionsForm;
};

export const MAX_SONG_TEXT = 200;
export const MAX_SEED = 4_294_967_295;
/** Where the slider of a song's weight ends. */
export const MAX_WEIGHT = 2;

const BLANK: SongEntry = { text: "", songId: undefined, complaint: undefined };

export const EMPTY_FORM: Form = {
  songs: [BLANK, BLANK, BLANK],
  options: {
    lengthSeconds: 120,
    creativity: 0.7,
    temperature: 0.8,
    weights: [1, 1, 1],
    seed: "",
    quality: "high",
    sampleRate: 44100,
    key: null,
    tempoBpm: null,
    roleWeights: {},
    sections: [],
    outputs: [],
  },
};

export function typeSong(form: Form, place: Place, text: string): Form {
  return setSong(form, place, { ...BLANK, text });
}

export function chooseSong(
  form: Form,
  place: Place,
  song: { readonly songId: string; readonly title: string; readonly artist: string },
): Form {
  return setSong(form, place, { ...BLANK, text: nameOf(song), songId: song.songId });
}

export function setOptions(form: Form, changes: Partial<OptionsForm>): Form {
  return { ...form, options: { ...form.options, ...changes } };
}

/** The form with a complaint at each field that cannot be sent, or the same form. */
export function checkForm(form: Form): Form {
  return PLACES.reduce<Form>((checked, place) => {
    if (form.songs[place].text.trim() !== "") return checked;
    return complain(checked, place, { message: "Name a song, please", suggestions: [] });
  }, form);
}

/** The form with the server's complaints at the songs they are about. */
export function applyProblem(form: Form, problem: Problem): Form {
  return (problem.errors ?? []).reduce<Form>((changed, { path, message, suggestions = [] }) => {
    const place = PLACES.find((place) => path === `songs.${place}`);
    return place === undefined ? changed : complain(changed, place, { message, suggestions });
  }, form);
}

/** The first place somebody must look at again. */
export function firstComplaint(form: Form): Place | undefined {
  return PLACES.find((place) => form.songs[place].complaint);
}

export function hasValidSeed({ options }: Form): boolean {
  const seed = options.seed.trim();
  return seed === "" || (/^\d{1,10}$/.test(seed) && Number(seed) <= MAX_SEED);
}

export function hasValidWeights({ options }: Form): boolean {
  return options.weights.some((weight) => weight > 0);
}

export function requestOf(form: Form): GenerateRequest & { readonly options: OptionsRequest } {
  const { seed, ...options } = form.options;
  return {
    songs: form.songs.map(({ text, songId }) => songId ? { songId } : text.trim()),
    options: seed.trim() === "" ? options : { ...options, seed: Number(seed) },
  };
}

/** The form that would ask for this job's blend once more, with a new seed. */
export function formOf(job: Job): Form {
  const { seed: _, ...options } = job.options;
  const [a, b, c] = options.weights;
  const scale = MAX_WEIGHT / Math.max(MAX_WEIGHT, a, b, c);
  const filled = setOptions(EMPTY_FORM, {
    ...options,
    weights: [a * scale, b * scale, c * scale],
  });
  return fillSongs(filled, job.songs);
}

/** The form with the songs the server made out of the names. */
export function fillSongs(form: Form, songs: Job["songs"]): Form {
  return PLACES.reduce<Form>((filled, place) => {
    const song = songs[place];
    return song ? chooseSong(filled, place, song) : filled;
  }, form);
}

export function isUntouched(form: Form): boolean {
  return form.songs.every(({ text }) => text === "");
}

/** A song as one types it. */
export function nameOf({ title, artist }: { title: string; artist: string }): string {
  return artist ? `${title} - ${artist}` : title;
}

function complain(form: Form, place: Place, complaint: Complaint): Form {
  return setSong(form, place, { ...form.songs[place], complaint });
}

function setSong({ songs: [a, b, c], options }: Form, place: Place, entry: SongEntry): Form {
  return {
    songs: [place === 0 ? entry : a, place === 1 ? entry : b, place === 2 ? entry : c],
    options,
  };
}
