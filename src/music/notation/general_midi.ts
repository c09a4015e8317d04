// The names by which scores call General MIDI instruments and drums.

/** In order of their programs, 0–127. */
const PROGRAMS = `
grand piano, bright piano, electric grand, honky-tonk piano, electric piano, electric piano 2,
harpsichord, clavinet, celesta, glockenspiel, music box, vibraphone, marimba, xylophone,
tubular bells, dulcimer, drawbar organ, percussive organ, rock organ, church organ, reed organ,
accordion, harmonica, bandoneon, nylon guitar, steel guitar, jazz guitar, clean guitar,
muted guitar, overdriven guitar, distortion guitar, guitar harmonics, acoustic bass, fingered bass,
picked bass, fretless bass, slap bass, slap bass 2, synth bass, synth bass 2, violin, viola, cello,
contrabass, tremolo strings, pizzicato strings, harp, timpani, strings, slow strings,
synth strings, synth strings 2, choir, voice oohs, synth voice, orchestra hit, trumpet, trombone,
tuba, muted trumpet, french horn, brass section, synth brass, synth brass 2, soprano sax, alto sax,
tenor sax, baritone sax, oboe, english horn, bassoon, clarinet, piccolo, flute, recorder,
pan flute, bottle, shakuhachi, whistle, ocarina, square lead, saw lead, calliope lead, chiff lead,
charang lead, voice lead, fifths lead, bass lead, new age pad, warm pad, polysynth pad, choir pad,
bowed pad, metallic pad, halo pad, sweep pad, rain, soundtrack, crystal, atmosphere, brightness,
goblins, echoes, sci-fi, sitar, banjo, shamisen, koto, kalimba, bagpipe, fiddle, shanai, tinkle bell,
agogo, steel drums, woodblock, taiko, melodic tom, synth drum, reverse cymbal, fret noise,
breath noise, seashore, bird, telephone, helicopter, applause, gunshot`.trim().split(/,\s+/);

const KITS: ReadonlyMap<string, number> = new Map([
  ["standard kit", 0],
  ["room kit", 8],
  ["power kit", 16],
  ["electronic kit", 24],
  ["analog kit", 25],
  ["jazz kit", 32],
  ["brush kit", 40],
  ["orchestra kit", 48],
]);

const DRUMS: ReadonlyMap<string, number> = new Map([
  ["kick", 36],
  ["rim", 37],
  ["snare", 38],
  ["clap", 39],
  ["hat", 42],
  ["pedal", 44],
  ["open", 46],
  ["floor", 43],
  ["tom", 47],
  ["hightom", 50],
  ["crash", 49],
  ["ride", 51],
  ["bell", 53],
  ["tambourine", 54],
  ["cowbell", 56],
  ["bongo", 60],
  ["lowbongo", 61],
  ["conga", 63],
  ["lowconga", 64],
  ["timbale", 65],
  ["shaker", 70],
  ["guiro", 73],
  ["claves", 75],
  ["woodblock", 76],
  ["triangle", 81],
]);

/** The program of an instrument or drum kit by its name. */
export function findProgram(name: string): number | undefined {
  const program = PROGRAMS.indexOf(name);
  return program >= 0 ? program : KITS.get(name);
}

/** The percussion key of a drum by its name. */
export function findDrum(name: string): number | undefined {
  return DRUMS.get(name);
}
