// How numbers, times and stages are put into words.

import type { Job, Output } from "../client/wire.ts";
import type { ClientStatus } from "../client/link.ts";

/** `2:05`. */
export function clockTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** `2 minutes 5 seconds`, for those who listen to the page. */
export function spokenTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
  const parts = [
    minutes > 0 && count(minutes, "minute"),
    (rest > 0 || minutes === 0) && count(rest, "second"),
  ];
  return parts.filter(Boolean).join(" ");
}

export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}

export function percent(part: number): string {
  return `${Math.round(part * 100)} %`;
}

export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024
    ? `${Math.round(bytes / 1024)} KB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** What people call a file of a blend. */
export function outputName({ kind, name }: Pick<Output, "kind" | "name">): string {
  if (kind === "stem") return name ?? "Stem";
  return kind === "loop" ? `Loop ${name}` : kind.toUpperCase();
}

/** `40 % from El Grillo, 60 % from Come Again`. */
export function sharesOf(shares: readonly number[], songs: Job["songs"]): string {
  const parts = songs.map(({ title }, place) => ({ title, share: shares[place] ?? 0 }))
    .filter(({ share }) => share > 0);
  return parts.map(({ title, share }) => `${percent(share)} from ${title}`).join(", ") || "silent";
}

const ROLE_NAMES: Readonly<Record<string, string>> = {
  melody: "Melody",
  counter: "Counter-melody",
  chords: "Chords",
  pad: "Pad",
  bass: "Bass",
  drums: "Drums",
};

/** What people call a role; a composer that we do not know may tell of any. */
export function roleName(role: string): string {
  return Object.hasOwn(ROLE_NAMES, role) ? ROLE_NAMES[role]! : role;
}

/** `F♯ minor`. */
export function keyInSigns(key: string): string {
  return key.replace(/^([A-G])#/, "$1♯").replace(/^([A-G])b/, "$1♭");
}

/** A run of so many steps from note to note is one note longer. */
export function closestCopy(
  { bound, melody, bass }: { bound: number; melody: number[]; bass: number[] },
): string {
  const longest = Math.max(...melody, ...bass);
  const most = `more than ${bound + 1} never are`;
  return longest === 0
    ? `No two notes in a row are as in one of the songs; ${most}.`
    : `At most ${longest + 1} notes in a row are as in one of the songs; ${most}.`;
}

/** What is left to wait; empty when nobody knows. */
export function waitingTime(eta: Job["eta"]): string {
  if (!eta) return "";
  const [low, high] = [Math.ceil(eta.lowSeconds), Math.ceil(eta.highSeconds)];
  if (high <= 1) return "a moment left";
  return low === high ? `about ${high} s left` : `${low}–${high} s left`;
}

export const STAGE_NAMES = {
  queued: "Queued",
  fetching: "Fetching",
  generating: "Composing",
  converting: "Rendering",
  storing: "Saving",
  done: "Done",
} as const satisfies Record<Job["stage"], string>;

/** One sentence about where a job stands. */
export function standing(job: Job): string {
  if (job.status === "completed") return "Your blend is ready";
  if (job.status === "failed") return "This blend did not work out";
  if (job.status === "cancelled") return "This blend was cancelled";
  if (job.cancelRequested) return "Cancelling";
  if (job.status === "running") return RUNNING[job.stage];
  return job.queuePosition ? `Waiting, number ${job.queuePosition} in the queue` : "Waiting";
}

const RUNNING = {
  queued: "Starting",
  fetching: "Fetching the three songs",
  generating: "Composing",
  converting: "Rendering the audio",
  storing: "Saving the files",
  done: "Finishing",
} as const satisfies Record<Job["stage"], string>;

export const LINK_NAMES = {
  connecting: "Connecting",
  open: "Connected",
  http: "Connected over plain HTTP",
  waiting: "Reconnecting",
  ended: "Disconnected",
  closed: "Disconnected",
} as const satisfies Record<ClientStatus, string>;

export function titlesOf(job: Pick<Job, "songs">): string {
  return job.songs.map(({ title }) => title).join(" × ");
}

/** When something happened, short. */
export function momentOf(iso: string, now = new Date()): string {
  const date = new Date(iso);
  const isToday = date.toDateString() === now.toDateString();
  return new Intl.DateTimeFormat(undefined, {
    ...(isToday ? {} : { day: "numeric", month: "short" }),
    hour: "numeric",
    minute: "2-digit",
  }).format(date);
}
