// The songs that every new catalogue begins with, as parts of the program: no file is read.

import amazingGrace from "./scores/amazing_grace.txt" with { type: "text" };
import auldLangSyne from "./scores/auld_lang_syne.txt" with { type: "text" };
import canCan from "./scores/can_can.txt" with { type: "text" };
import canonInD from "./scores/canon_in_d.txt" with { type: "text" };
import deckTheHalls from "./scores/deck_the_halls.txt" with { type: "text" };
import drunkenSailor from "./scores/drunken_sailor.txt" with { type: "text" };
import furElise from "./scores/fur_elise.txt" with { type: "text" };
import greensleeves from "./scores/greensleeves.txt" with { type: "text" };
import inTheHallOfTheMountainKing from "./scores/in_the_hall_of_the_mountain_king.txt" with {
  type: "text",
};
import jingleBells from "./scores/jingle_bells.txt" with { type: "text" };
import korobeiniki from "./scores/korobeiniki.txt" with { type: "text" };
import laCucaracha from "./scores/la_cucaracha.txt" with { type: "text" };
import minuetInG from "./scores/minuet_in_g.txt" with { type: "text" };
import odeToJoy from "./scores/ode_to_joy.txt" with { type: "text" };
import ohSusanna from "./scores/oh_susanna.txt" with { type: "text" };
import sakuraSakura from "./scores/sakura_sakura.txt" with { type: "text" };
import scarboroughFair from "./scores/scarborough_fair.txt" with { type: "text" };
import silentNight from "./scores/silent_night.txt" with { type: "text" };
import swanLake from "./scores/swan_lake.txt" with { type: "text" };
import theBlueDanube from "./scores/the_blue_danube.txt" with { type: "text" };
import turkishMarch from "./scores/turkish_march.txt" with { type: "text" };
import twinkleTwinkleLittleStar from "./scores/twinkle_twinkle_little_star.txt" with {
  type: "text",
};
import whenTheSaintsGoMarchingIn from "./scores/when_the_saints_go_marching_in.txt" with {
  type: "text",
};
import yankeeDoodle from "./scores/yankee_doodle.txt" with { type: "text" };
import arabesqueNo1 from "./piano/arabesque_no_1.mid" with { type: "bytes" };
import bethena from "./piano/bethena.mid" with { type: "bytes" };
import eliteSyncopations from "./piano/elite_syncopations.mid" with { type: "bytes" };
import gymnopedieNo1 from "./piano/gymnopedie_no_1.mid" with { type: "bytes" };
import mapleLeafRag from "./piano/maple_leaf_rag.mid" with { type: "bytes" };
import peacherineRag from "./piano/peacherine_rag.mid" with { type: "bytes" };
import pineappleRag from "./piano/pineapple_rag.mid" with { type: "bytes" };
import solace from "./piano/solace.mid" with { type: "bytes" };
import theEasyWinners from "./piano/the_easy_winners.mid" with { type: "bytes" };
import theEntertainer from "./piano/the_entertainer.mid" with { type: "bytes" };
import type { SongToImport } from "../src/songs/import/import_song.ts";
import type { StarterCatalogue } from "../src/songs/import/starter_catalogue.ts";

/** Arrangements of our own, and piano pieces from the Mutopia Project. */
export const STARTER_CATALOGUE: StarterCatalogue = {
  scores: [
    amazingGrace,
    auldLangSyne,
    canCan,
    canonInD,
    deckTheHalls,
    drunkenSailor,
    furElise,
    greensleeves,
    inTheHallOfTheMountainKing,
    jingleBells,
    korobeiniki,
    laCucaracha,
    minuetInG,
    odeToJoy,
    ohSusanna,
    sakuraSakura,
    scarboroughFair,
    silentNight,
    swanLake,
    theBlueDanube,
    turkishMarch,
    twinkleTwinkleLittleStar,
    whenTheSaintsGoMarchingIn,
    yankeeDoodle,
  ],
  recordings: [
    piano("Arabesque No. 1", "Claude Debussy", "Keith OHara", arabesqueNo1),
    piano("Bethena", "Scott Joplin", "Magnus Lewis-Smith", bethena),
    piano("Elite Syncopations", "Scott Joplin", "Benjamin Bloomfield", eliteSyncopations),
    piano("Gymnopédie No. 1", "Erik Satie", "Evin Robertson", gymnopedieNo1),
    piano("Maple Leaf Rag", "Scott Joplin", "Chris Sawer", mapleLeafRag),
    piano("Peacherine Rag", "Scott Joplin", "Antonio Palamà", peacherineRag),
    piano("Pineapple Rag", "Scott Joplin", "Coyau", pineappleRag),
    piano("Solace", "Scott Joplin", "Magnus Lewis-Smith", solace),
    piano("The Easy Winners", "Scott Joplin", "Tom Harke", theEasyWinners),
    piano("The Entertainer", "Scott Joplin", "Chris Sawer", theEntertainer),
  ],
};

function piano(
  title: string,
  artist: string,
  typesetter: string,
  bytes: Uint8Array,
): SongToImport {
  return {
    title,
    artist,
    license: "Public domain",
    sourceNote: `Piano score typeset by ${typesetter} for the Mutopia Project`,
    bytes,
  };
}
