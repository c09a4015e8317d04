// Three songs of the catalogue as the files that a request carries.

import cancan from "../../catalogue/scores/can_can.txt" with { type: "text" };
import greensleeves from "../../catalogue/scores/greensleeves.txt" with { type: "text" };
import ode from "../../catalogue/scores/ode_to_joy.txt" with { type: "text" };
import { writeMidi } from "../../src/music/midi/write_midi.ts";
import { arrangeScore } from "../../src/music/notation/arrange_score.ts";
import { parseScore } from "../../src/music/notation/parse_score.ts";

const midiOf = (score: string) => writeMidi(arrangeScore(parseScore(score)));

export const SONGS_TO_BLEND = [midiOf(ode), midiOf(cancan), midiOf(greensleeves)] as const;
