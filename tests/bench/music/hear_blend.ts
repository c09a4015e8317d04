import { analyse } from "../../../src/music/analyse/analyse.ts";
import type { Analysis, Part, Role } from "../../../src/music/analyse/analysis.ts";
import type { Piece } from "../../../src/music/midi/piece.ts";
import { toScore } from "./score.ts";

/** A composed piece as an analyst hears it; who plays what is not guessed but read from its tracks. */
export function hearBlend(piece: Piece): Analysis {
  const { tracks } = toScore(piece);
  const parts = Object.entries(ROLES).flatMap(([name, role]): Part[] => {
    const notes = tracks.find((track) => track.name === name)?.notes ?? [];
    if (notes.length === 0) return [];
    return [{
      role,
      program: piece.tracks.find((track) => track.name === name)!.program,
      notes: notes.map(({ step, steps, pitch }) => ({
        startStep: step,
        steps,
        pitch,
        velocity: 64,
        offsetSteps: 0,
      })),
    }];
  });
  return { ...analyse(piece), parts };
}

const ROLES: Readonly<Record<string, Role>> = {
  Melody: "melody",
  Bass: "bass",
  Chords: "chords",
  Pad: "pad",
  Drums: "drums",
};
