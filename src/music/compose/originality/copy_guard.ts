// Knows every run of the songs' lines, and how much of a line at hand stands in one of them. The
// songs are held as a suffix automaton (Blumer et al. 1985): linear in their notes, and one step
// per note heard, however long the agreement.

import { isRepeat, type LineToken, type Sounding, tokensOf } from "./line_tokens.ts";

/** How a line that is being heard agrees with the songs. */
export type Match = {
  /** State of the automaton. */
  readonly state: number;
  /** Tokens at the end of the line that stand in a song. */
  readonly length: number;
  /** Of these, tokens at the end that repeat their pitch. */
  readonly repeats: number;
};

export type CopyGuard = {
  /** Nothing is heard yet. */
  readonly silence: Match;
  /** Hears one token more. */
  hear(match: Match, token: LineToken): Match;
  /** Whether the line agrees for longer than allowed; one pitch repeated belongs to nobody. */
  isCopy(match: Match): boolean;
};

/** Allows runs of up to `longest` tokens of the lines. */
export function createCopyGuard(
  lines: readonly (readonly Sounding[])[],
  longest: number,
): CopyGuard {
  const automaton = createAutomaton();
  for (const line of lines) {
    for (const token of tokensOf(line)) automaton.extend(token);
    automaton.separate();
  }
  return {
    silence: { state: 0, length: 0, repeats: 0 },
    hear: (match, token) => {
      const { state, length } = automaton.follow(match, token);
      // Never more than agree, so that lines which agree alike are alike.
      return { state, length, repeats: isRepeat(token) ? Math.min(length, match.repeats + 1) : 0 };
    },
    isCopy: ({ length, repeats }) => length > longest && length > repeats,
  };
}

type Place = Pick<Match, "state" | "length">;

function createAutomaton() {
  const next: Map<LineToken, number>[] = [new Map()];
  const link: number[] = [-1];
  const longest: number[] = [0];
  let last = 0;
  const add = (length: number, transitions: Map<LineToken, number>, to: number): number => {
    next.push(transitions);
    link.push(to);
    longest.push(length);
    return next.length - 1;
  };
  const redirect = (from: number, token: LineToken, target: number, to: number) => {
    let state = from;
    for (; state >= 0 && next[state]!.get(token) === target; state = link[state]!) {
      next[state]!.set(token, to);
    }
  };
  // The state after `from` and `token`, split off where longer runs lead to it too.
  const branch = (from: number, token: LineToken): number => {
    const target = next[from]!.get(token)!;
    if (longest[target] === longest[from]! + 1) return target;
    const clone = add(longest[from]! + 1, new Map(next[target]), link[target]!);
    link[target] = clone;
    redirect(from, token, target, clone);
    return clone;
  };
  return {
    extend(token: LineToken): void {
      if (next[last]!.has(token)) {
        last = branch(last, token);
        return;
      }
      const made = add(longest[last]! + 1, new Map(), 0);
      let state = last;
      for (; state >= 0 && !next[state]!.has(token); state = link[state]!) {
        next[state]!.set(token, made);
      }
      link[made] = state < 0 ? 0 : branch(state, token);
      last = made;
    },
    /** The next token starts another line. */
    separate(): void {
      last = 0;
    },
    follow({ state, length }: Place, token: LineToken): Place {
      let [from, known] = [state, length];
      for (; from >= 0; from = link[from]!, known = longest[from]!) {
        const to = next[from]!.get(token);
        if (to !== undefined) return { state: to, length: known + 1 };
      }
      return { state: 0, length: 0 };
    },
  };
}
