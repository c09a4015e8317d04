// The files of a blend: those of the whole piece, then its instruments and its sections.

import type { Output } from "../client/wire.ts";
import { fileSize, outputName } from "./wording.ts";

export function Downloads({ outputs }: { readonly outputs: readonly Output[] }) {
  return (
    <>
      {outputs.map((output) => (
        <a class="button" key={output.fileId} href={output.url} download>
          {outputName(output)} <small>{fileSize(output.sizeBytes)}</small>
        </a>
      ))}
    </>
  );
}

/** Of one instrument or section. */
export function isPart({ kind }: Output): boolean {
  return kind === "stem" || kind === "loop";
}
