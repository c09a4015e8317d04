// Content-Disposition (RFC 6266): a name for old clients in ASCII, the real one in UTF-8.

/** Longest name before the extension, in characters. */
const MAX_NAME_LENGTH = 150;
const FALLBACK_NAME = "orpheus";

// Controls, bidi and zero-width characters, path and header syntax.
const UNSAFE = /[\p{Cc}\p{Cf}\u2028\u2029"\\/:*?<>|]/gu;

/** The header that saves an answer under this name. Any text gives a valid header. */
export function attachment(fileName: string): string {
  const name = safeFileName(fileName);
  return `attachment; filename="${asciiName(name)}"; filename*=UTF-8''${encodeExtended(name)}`;
}

function safeFileName(fileName: string): string {
  const clean = fileName.toWellFormed().normalize("NFC").replace(UNSAFE, " ")
    .replace(/\.{2,}/g, ".").replace(/\s+/g, " ").trim();
  const [extension = ""] = /\.\w{1,8}$/.exec(clean) ?? [];
  const stem = clean.slice(0, clean.length - extension.length).trim() || FALLBACK_NAME;
  return [...stem].slice(0, MAX_NAME_LENGTH).join("") + extension;
}

function asciiName(name: string): string {
  return name.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[^\x20-\x7e]|%/g, "_");
}

function encodeExtended(name: string): string {
  return encodeURIComponent(name)
    .replace(/['()*!]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
