// Text meta events have no declared encoding: UTF-8 where it is valid, else Shift-JIS where it reads
// as Japanese, else Windows-1252.

/** The longest text kept of one event, in UTF-16 units: one name is written once per split track. */
export const MAX_TEXT_LENGTH = 4096;

/** Decodes the text of a meta event. */
export function decodeText(bytes: Uint8Array): string {
  const text = decode(UTF_8, bytes) ?? decodeJapanese(bytes) ?? WINDOWS_1252.decode(bytes);
  return text.slice(0, MAX_TEXT_LENGTH).toWellFormed();
}

/** Encodes the text of a meta event. */
export function encodeText(text: string): Uint8Array {
  return new TextEncoder().encode(text.slice(0, MAX_TEXT_LENGTH));
}

const UTF_8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const SHIFT_JIS = new TextDecoder("shift_jis", { fatal: true });
const WINDOWS_1252 = new TextDecoder("windows-1252");

function decode(decoder: TextDecoder, bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** An accent and the letter after it may pass for one Japanese character, but not for most of a text. */
function decodeJapanese(bytes: Uint8Array): string | undefined {
  const text = decode(SHIFT_JIS, bytes)?.slice(0, MAX_TEXT_LENGTH);
  const letters = text?.match(LETTERS)?.length ?? 0;
  const japanese = text?.match(JAPANESE)?.length ?? 0;
  return japanese >= MIN_JAPANESE && japanese * 2 >= letters ? text : undefined;
}

const MIN_JAPANESE = 2;
const LETTERS = /\p{L}/gu;
/** Kana and the common kanji; half-width kana stand where Western accents do. */
const JAPANESE = /[\u3041-\u30ff\u4e00-\u9fff]/gu;
