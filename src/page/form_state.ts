// The form as it is filled in, and what becomes of it: a request, or complaints at its fields.

import type { GenerateRequest } from "../client/client.ts";
import type {
  Job,
  Options,
  OptionsRequest,
  Problem,
  RoleWeights,
  SongSummary,
  Weights,
} from "../client/wire.ts";

export type Place = 0 | 1 | 2;
export const PLACES = [0, 1, 2] as const;

export type Complaint = { readonly message: string; readonly suggestions: readonly SongSummary[] };

export type SongEntry = {
  readonly text: string;
  /** Set when the song was chosen from the catalogue, not only typed. */
  readonly songId: string | undefined;
  readonly complaint: Complaint | undefined;
};

export type OptionsForm = Omit<Options, "seed" | "tempoBpm"> & {
  /** As typed; blank lets chance decide. */
  readonly seed: string;
  /** As typed; blank leaves it to the composer. */
  readonly tempoBpm: string;
};

export type Form = {
  readonly songs: readonly [SongEntry, SongEntry, SongEntry];
  readonly options: OptionsForm;
};

/** What fields of options show, and whom they tell of changes. */
export type OptionFieldsProps = {
  readonly form: Form;
  readonly onChange: (changes: Partial<OptionsForm>) => void;
};

export const MAX_SONG_TEXT = 200;
export const MAX_SEED = 4_294_967_295;
export const MIN_TEMPO = 40;
export const MAX_TEMPO = 240;
/** Where the slider of a song's weight ends. */
export const MAX_WEIGHT = 2;
/** Parts of the piece whose songs can be weighed one by one. */
export const ROLES = ["melody", "harmony", "bass", "groove"] as const;
export type Role = (typeof ROLES)[number];

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
    tempoBpm: "",
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

export function hasValidTempo({ options }: Form): boolean {
  const tempo = options.tempoBpm.trim();
  const isNumber = /^\d{1,3}(\.\d+)?$/.test(tempo);
  return tempo === "" || (isNumber && MIN_TEMPO <= Number(tempo) && Number(tempo) <= MAX_TEMPO);
}

/** Whether each role is left a song that counts both for it and for the whole. */
export function hasValidRoles({ options: { weights, roleWeights } }: Form): boolean {
  return ROLES.every((role) =>
    roleWeights[role]?.some((weight, song) => weight > 0 && weights[song]! > 0) ?? true
  );
}

export function hasValidOptions(form: Form): boolean {
  return [hasValidSeed, hasValidTempo, hasValidWeights, hasValidRoles]
    .every((isValid) => isValid(form));
}

/** The weights of the roles after one of them; a role that has all songs alike has none of its own. */
export function weighRole(
  { roleWeights }: Pick<OptionsForm, "roleWeights">,
  role: Role,
  weights: Weights,
): RoleWeights {
  const { [role]: _, ...others } = roleWeights;
  return weights.every((weight) => weight === weights[0] && weight > 0)
    ? others
    : { ...others, [role]: weights };
}

/** The list with a value that was not in it, or without one that was. */
export function toggle<T>(list: readonly T[], value: T): T[] {
  return list.includes(value) ? list.filter((other) => other !== value) : [...list, value];
}

export function requestOf(form: Form): GenerateRequest & { readonly options: OptionsRequest } {
  const { seed, tempoBpm, ...options } = form.options;
  return {
    songs: form.songs.map(({ text, songId }) => songId ? { songId } : text.trim()),
    options: {
      ...options,
      tempoBpm: tempoBpm.trim() === "" ? null : Number(tempoBpm),
      ...(seed.trim() === "" ? {} : { seed: Number(seed) }),
    },
  };
}

/** The form that would ask for this job's blend once more, with a new seed. */
export function formOf(job: Job): Form {
  const { seed: _, tempoBpm, ...options } = job.options;
  const roles = Object.entries(options.roleWeights)
    .map(([role, weights]) => [role, onSliders(weights)]);
  const filled = setOptions(EMPTY_FORM, {
    ...options,
    tempoBpm: tempoBpm === null ? "" : String(tempoBpm),
    weights: onSliders(options.weights),
    roleWeights: Object.fromEntries(roles) as RoleWeights,
  });
  return fillSongs(filled, job.songs);
}

function onSliders([a, b, c]: Weights): Weights {
  const scale = MAX_WEIGHT / Math.max(MAX_WEIGHT, a, b, c);
  return [a * scale, b * scale, c * scale];
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
