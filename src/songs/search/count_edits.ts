/**
 * How many letters were added, lost, changed or swapped with their neighbour between two words
 * (optimal string alignment); `most` + 1 for any number above `most`.
 */
export function countEdits(left: string, right: string, most = Infinity): number {
  const tooMany = most + 1;
  if (Math.abs(left.length - right.length) > most || differsInLetters(left, right, most)) {
    return tooMany;
  }
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = nextRow({ left, right, row }, last, beforeLast);
    if (Math.min(...current) > most) return tooMany;
    [beforeLast, last] = [last, current];
  }
  return Math.min(last[right.length]!, tooMany);
}

type Row = { readonly left: string; readonly right: string; readonly row: number };

function nextRow({ left, right, row }: Row, last: number[], beforeLast: number[]): number[] {
  const current = [row];
  const letter = left.charCodeAt(row - 1);
  const letterBefore = left.charCodeAt(row - 2);
  for (let column = 1; column <= right.length; column++) {
    const other = right.charCodeAt(column - 1);
    let edits = Math.min(last[column]! + 1, current[column - 1]! + 1);
    edits = Math.min(edits, last[column - 1]! + (letter === other ? 0 : 1));
    const isSwap = row > 1 && column > 1 && letter === right.charCodeAt(column - 2) &&
      letterBefore === other;
    current.push(isSwap ? Math.min(edits, beforeLast[column - 2]! + 1) : edits);
  }
  return current;
}

/** An edit takes away one letter and brings in another at most: this tells most words apart. */
function differsInLetters(left: string, right: string, most: number): boolean {
  let difference = lettersOf(left) ^ lettersOf(right);
  let count = 0;
  for (; difference !== 0; difference &= difference - 1) count++;
  return count > 2 * most;
}

/** A bit for each letter modulo 32. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let index = 0; index < word.length; index++) letters |= 1 << (word.charCodeAt(index) & 31);
  return letters;
}
