// How far an import or export is, as a line that redraws itself, or as plain lines where nobody
// watches.

import { plainText } from "./plain_text.ts";

const BAR_WIDTH = 32;
const CLEAR_LINE = "\r\x1b[K";
const REDRAW_MS = 100;
const LINE_EVERY_MS = 5_000;
/** Refused files that are named in the terminal; the report names all. */
export const MAX_SHOWN_REFUSALS = 20;

export type FileProgressOptions = {
  readonly print: (text: string) => void;
  /** In milliseconds, from any start. */
  readonly now: () => number;
  readonly isTerminal: boolean;
  /** Whether refused files are named here; a report names them otherwise. */
  readonly showsRefusals: boolean;
};

export type Refused = { readonly path: string; readonly reason: string };

export interface FileProgress {
  setTotal(total: number): void;
  /** One file is done, or refused. */
  show(refusal?: Refused): void;
  /** Something that is no file is refused, such as a row of a manifest. */
  refuse(refusal: Refused): void;
  /** The last state, and how many refused files were not named. */
  finish(): void;
}

export function createFileProgress(options: FileProgressOptions): FileProgress {
  const { print, now, isTerminal, showsRefusals } = options;
  const startedAt = now();
  const everyMs = isTerminal ? REDRAW_MS : LINE_EVERY_MS;
  let [done, refused, drawnAt] = [0, 0, startedAt];
  let total: number | undefined;

  function draw(): void {
    drawnAt = now();
    const line = describe({ done, refused, total, seconds: (drawnAt - startedAt) / 1_000 });
    print(isTerminal ? CLEAR_LINE + line : `${line}\n`);
  }

  function refuse({ path, reason }: Refused): void {
    if (++refused > MAX_SHOWN_REFUSALS || !showsRefusals) return;
    print(`${isTerminal ? CLEAR_LINE : ""}${plainText(path)}: ${plainText(reason)}\n`);
  }

  return {
    setTotal: (count) => void (total = count),
    show(refusal) {
      done++;
      if (refusal) refuse(refusal);
      if (now() - drawnAt >= everyMs) draw();
    },
    refuse,
    finish() {
      draw();
      if (isTerminal) print("\n");
      const unnamed = refused - MAX_SHOWN_REFUSALS;
      if (showsRefusals && unnamed > 0) print(`… and ${unnamed} more\n`);
    },
  };
}

type State = {
  readonly done: number;
  readonly refused: number;
  readonly total: number | undefined;
  readonly seconds: number;
};

function describe({ done, refused, total, seconds }: State): string {
  const rate = seconds > 0 ? done / seconds : 0;
  const errors = `${refused} ${refused === 1 ? "error" : "errors"}`;
  const speed = `${rate.toFixed(rate < 10 ? 1 : 0)} files/s`;
  if (total === undefined) return `${done} files  ${speed}  ${errors}`;
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const filled = Math.floor(BAR_WIDTH * share);
  const bar = "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
  const left = Math.max(0, total - done);
  const time = left === 0 || rate === 0 ? "" : `  ${duration(left / rate)} left`;
  return `${bar} ${done}/${total}  ${speed}${time}  ${errors}`;
}

/** `1:05` or `2:03:04`. */
function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [hours, minutes, rest] = [
    Math.floor(whole / 3600),
    Math.floor(whole / 60) % 60,
    String(whole % 60).padStart(2, "0"),
  ];
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}
