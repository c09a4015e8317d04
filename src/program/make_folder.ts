/**
 * Creates the folder a variable names, and makes sure that files can be written there.
 *
 * @throws {RangeError} that names the variable, never its value.
 */
export async function makeFolder(variable: string, path: string): Promise<void> {
  try {
    await Deno.mkdir(path, { recursive: true, mode: 0o700 });
    await Deno.remove(await Deno.makeTempFile({ dir: path, prefix: ".orpheus-" }));
  } catch (error) {
    const kind = error instanceof Error ? error.name : "unknown";
    throw new RangeError(`Cannot start as the folder of ${variable} cannot be used: ${kind}`);
  }
}
