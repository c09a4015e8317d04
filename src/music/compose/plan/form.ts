// The form of the piece: an intro, sections that return, and an outro, in phrases of four bars.
// The order of sections is inherited from a song when it has one worth inheriting.

import type { Section } from "../../analyse/analysis.ts";

export type SectionKind = "intro" | "body" | "outro";

export type SectionPlan = {
  readonly kind: SectionKind;
  /** Sections of one letter are made of the same material. */
  readonly letter: string;
  /** How often the letter was heard before. */
  readonly visit: number;
  /** What people read: `intro`, `A`, `A'`, `outro`. */
  readonly name: string;
  readonly startBar: number;
  readonly bars: number;
  /** 0–1: how many play, and how loud. */
  readonly energy: number;
  readonly isLast: boolean;
  /** Of the section that follows; its own at the end. */
  readonly nextLetter: string;
};

export const PHRASE_BARS = 4;

const LETTERS = ["A", "B", "C", "D"];
const TEMPLATES = ["A", "AA", "ABA", "AABA", "AABBA", "AABACA", "AABABCA", "AABACABA"];
const LONG_TEMPLATE = "AABABC";

/** Lays `bars` out as sections; `inherited` are the sections of the song that leads the form. */
export function planForm(bars: number, inherited: readonly Section[]): SectionPlan[] {
  const phrases = Math.floor(bars / PHRASE_BARS);
  if (phrases < 2) return withPlaces([{ kind: "body", letter: "A", bars }]);
  const rest = bars % PHRASE_BARS;
  const introBars = rest >= 2 ? 2 : phrases >= 6 ? PHRASE_BARS : 0;
  if (phrases === 2) return withPlaces(shortForm(bars, introBars));
  const bodyPhrases = phrases - 1 - (introBars === PHRASE_BARS ? 1 : 0);
  return withPlaces([
    ...(introBars > 0 ? [{ kind: "intro" as const, letter: "A", bars: introBars }] : []),
    ...planBody(bodyPhrases, inherited),
    { kind: "outro", letter: "A", bars: PHRASE_BARS + rest % 2 },
  ]);
}

type Draft = Pick<SectionPlan, "kind" | "letter" | "bars">;

function shortForm(bars: number, introBars: number): Draft[] {
  const drafts: Draft[] = [
    { kind: "body", letter: "A", bars: PHRASE_BARS },
    { kind: "body", letter: "A", bars: bars - introBars - PHRASE_BARS },
  ];
  return introBars > 0 ? [{ kind: "intro", letter: "A", bars: introBars }, ...drafts] : drafts;
}

function planBody(phrases: number, inherited: readonly Section[]): Draft[] {
  const unit = phrases < 5 ? 1 : 2;
  const count = Math.ceil(phrases / unit);
  const letters = inheritLetters(count, inherited) ?? templateLetters(count);
  const contrast = Math.max(0, letters.findLastIndex((letter) => letter !== "A"));
  const isShort = (i: number) => unit === 2 && phrases % 2 === 1 && i === contrast;
  return letters.map((letter, i) => ({
    kind: "body",
    letter,
    bars: PHRASE_BARS * (isShort(i) ? 1 : unit),
  }));
}

function inheritLetters(count: number, sections: readonly Section[]): string[] | undefined {
  const units = sections.flatMap(({ label, bars }) =>
    Array<string>(Math.min(4, Math.max(1, Math.round(bars / 8)))).fill(label)
  );
  const known = [...new Set(units)].slice(0, LETTERS.length);
  if (known.length < 2 || count < 3) return undefined;
  const named = units.filter((label) => known.includes(label))
    .map((label) => LETTERS[known.indexOf(label)]!)
    .filter((letter, i, all) => !(all[i - 1] === letter && all[i - 2] === letter));
  const letters = comeHome(Array.from({ length: count }, (_, i) => named[i % named.length]!));
  return new Set(letters).size > 1 ? letters : undefined;
}

function templateLetters(count: number): string[] {
  const template = TEMPLATES[count - 1];
  if (template) return [...template];
  return comeHome(
    Array.from({ length: count }, (_, i) => LONG_TEMPLATE[i % LONG_TEMPLATE.length]!),
  );
}

// The last section is the first again, after something else.
function comeHome(letters: readonly string[]): string[] {
  const body = letters.slice(0, -1);
  const isStale = body.at(-1) === "A" && body.at(-2) === "A";
  return [...body.slice(0, -1), isStale ? "B" : body.at(-1)!, "A"];
}

function withPlaces(drafts: readonly Draft[]): SectionPlan[] {
  const bodies = drafts.filter(({ kind }) => kind === "body").length;
  const plans: SectionPlan[] = [];
  for (const draft of drafts) {
    const before = plans.filter(({ kind }) => kind === "body");
    const visit = before.filter(({ letter }) => letter === draft.letter).length;
    const previous = plans.at(-1);
    plans.push({
      ...draft,
      visit,
      name: nameOf(draft, before.at(-1)),
      startBar: previous ? previous.startBar + previous.bars : 0,
      energy: energyOf(draft, before.length, bodies),
      isLast: plans.length === drafts.length - 1,
      nextLetter: drafts[plans.length + 1]?.letter ?? draft.letter,
    });
  }
  return plans;
}

function nameOf({ kind, letter }: Draft, previous: SectionPlan | undefined): string {
  if (kind !== "body") return kind;
  return previous?.name === letter ? `${letter}'` : letter;
}

/** From so many sections on, every fourth is a quiet one. */
const LONG_FORM_SECTIONS = 8;
const QUIET_DROP = 0.35;

function energyOf({ kind, letter }: Draft, index: number, count: number): number {
  if (kind === "intro") return 0.4;
  if (kind === "outro") return 0.6;
  const progress = count < 2 ? 1 : index / (count - 1);
  const contrast = letter === "B" ? 0.15 : letter === "A" ? 0 : -0.1;
  const isQuiet = count >= LONG_FORM_SECTIONS && index % 4 === 3 && index < count - 1;
  return Math.min(1, 0.55 + 0.4 * progress + contrast) - (isQuiet ? QUIET_DROP : 0);
}
