// Text meta events have no declared encoding: UTF-8 where it is valid, else Windows-1252.

/** The longest text kept of one event, in UTF-16 units: one name is written once per split track. */
export const MAX_TEXT_LENGTH = 4096;

/** Decodes the text of a meta event. */
export function decodeText(bytes: Uint8Array): string {
  const text = decodeUtf8(bytes) ?? WINDOWS_1252.decode(bytes);
  return text.slice(0, MAX_TEXT_LENGTH).toWellFormed();
}

/** Encodes the text of a meta event. */
export function encodeText(text: string): Uint8Array {
  return new TextEncoder().encode(text.slice(0, MAX_TEXT_LENGTH));
}

const UTF_8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const WINDOWS_1252 = new TextDecoder("windows-1252");

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return UTF_8.decode(bytes);
  } catch {
    return undefined;
  }
}
