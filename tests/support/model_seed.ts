/** The seed of what a test does by chance: another each time, or that of MODEL_SEED. */
export function modelSeed(): number {
  const given = Deno.env.get("MODEL_SEED");
  return given === undefined ? crypto.getRandomValues(new Int32Array(1))[0]! : Number(given);
}
