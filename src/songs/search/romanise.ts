import anyAscii from "any-ascii";
import { normaliseName } from "./normalise_name.ts";

/** A normalised text in Latin letters, as one who cannot type its script writes it. */
export function romanise(text: string): string {
  return isPlain(text) ? text : normaliseName(anyAscii(text));
}

function isPlain(text: string): boolean {
  return !/[^\x20-\x7e]/.test(text);
}
