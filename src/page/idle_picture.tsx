// What stands in the place of the roll before there is a blend: three strands that become one.

import { PLACES } from "./form_state.ts";

const WIDTH = 1040;
const HEIGHT = 220;
const STEP = 10;
/** How far apart the strands begin, and how wide the braid is they end in. */
const APART = 66;
const BRAID = 25;
const TURNS = 3.2;

export function IdlePicture() {
  return (
    <figure class="idle">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {PLACES.map((place) => (
          <path key={place} class="string" data-song={place + 1} d={strand(place)} />
        ))}
      </svg>
      <figcaption>
        Choose three songs. Orpheus takes up their themes, harmonies and rhythms and composes a new
        piece, which appears here note by note.
      </figcaption>
    </figure>
  );
}

function strand(place: number): string {
  const points: string[] = [];
  for (let x = 0; x <= WIDTH; x += STEP) {
    points.push(`${x} ${heightAt(x / WIDTH, place).toFixed(1)}`);
  }
  return `M${points.join("L")}`;
}

function heightAt(along: number, place: number): number {
  const joined = smoothStep((along - 0.12) / 0.5);
  const alone = (place - 1) * APART + 9 * Math.sin(9 * along + 2 * place);
  const braided = BRAID * Math.sin(2 * Math.PI * (TURNS * along + place / 3));
  return HEIGHT / 2 + alone * (1 - joined) + braided * joined;
}

function smoothStep(part: number): number {
  const within = Math.min(1, Math.max(0, part));
  return within * within * (3 - 2 * within);
}
