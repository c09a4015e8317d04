// A score of four bars, for tests that change one line of it.

export const SHORT_SCORE = `title    Short
artist   Nobody
license  CC0-1.0
source   Written for a test
tempo    120
meter    4/4
key      C major
form     A B

part melody  flute          100
part bass    acoustic bass  90
part chords  grand piano    70
part drums   standard kit   80

style beat
  bass    1---5---
  chords  x---x---
  kick    x...x...
  snare   ..x...X.

fill roll
  snare   xxxxxxxx

section A
  style   beat
  fill    roll
  chords  C     | G7
  melody  c2d2e2f2 | g4 z4

section B
  like    A
  octave  1
`;

/** The score with one of its lines, or a part of one, replaced. */
export function scoreWith(line: string, replacement: string): string {
  if (!SHORT_SCORE.includes(line)) throw new TypeError(`The short score has no "${line}"`);
  return SHORT_SCORE.replace(line, () => replacement);
}
