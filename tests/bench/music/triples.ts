// What is blended: always the same songs with the same seeds, so that two runs can be compared.

export type Triple = {
  readonly songs: readonly [string, string, string];
  readonly seed: number;
  readonly lengthSeconds: number;
};

/** Bands, chamber music and both; one that swings, waltzes, odd meters, a lone flute. */
export const TRIPLES: readonly Triple[] = [
  triple(["d_dm01", "d_e1m7", "d_map07"], 101),
  triple(["d_dm13", "d_map09", "d_e1m5"], 102),
  triple(["d_e3m3", "d_dm25", "d_map31"], 103, 60),
  triple(["d_e4m8", "d_dm09", "d_e2m6"], 104),
  triple(["d_map15", "d_dm21", "d_map01"], 105, 90),
  triple(["d_e2m4", "d_map27", "d_dm27"], 106),
  triple(["AnSylvia", "first_noel", "hob-xvi-28-i-allegro-moderato"], 107),
  triple(["bwv795", "all-my-heart", "storm"], 108),
  triple(["ein_feste_burg", "PezeliusJ-sonata21", "Devienne"], 109, 60),
  triple(["grieg-ich-liebe-dich", "SchubertF-D686B-Fruehlingsglaube", "lalo-lesclave"], 110),
  triple(["hildach-im-volkston", "ToGodBeTheGlory", "BWV861_Fuga16"], 111, 90),
  triple(["d_map05", "brahms-sapphische-ode", "hardtimes-2"], 112),
  triple(["16-airmitvar", "d_dm05", "SignorSignorLasciateFarAMe"], 113),
  triple(["naujalis-caligaverunt", "d_e1m9", "d_map29"], 114),
  triple(["d_e3m7", "contrapunctusXI", "d_dm23"], 115, 180),
  triple(["tallis_a", "d_dm31", "TelemannGP-canons-sonate1-2"], 116),
  triple(["lyons", "d_map11", "Mozart-Concerto"], 117),
  triple(["d_e1m3", "d_map17", "bwv795"], 118, 180),
  triple(["hob-xvi-28-i-allegro-moderato", "d_dm17", "d_map03"], 119),
  triple(["crucifixus_a_10_voce", "d_e4m4", "AnSylvia"], 120, 45),
];

function triple(songs: Triple["songs"], seed: number, lengthSeconds = 120): Triple {
  return { songs, seed, lengthSeconds };
}
