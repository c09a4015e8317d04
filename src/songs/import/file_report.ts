import type { SongRef } from "../song.ts";
import type { Refusal } from "./refusal.ts";

/** What became of one file, or of one row of the manifest. */
export type FileReport =
  & { readonly path: string }
  & (
    | {
      readonly outcome: "imported";
      readonly songId: string;
      /** A song that was there before, of the same notes. */
      readonly alike?: SongRef;
    }
    | {
      readonly outcome: "duplicate";
      /** The file before it that has the same content; none when the catalogue had it. */
      readonly sameAs?: string;
    }
    | {
      readonly outcome: "refused";
      /** Of the manifest, from 1. */
      readonly line?: number;
    } & Refusal
  );

/** How many files came to which end; those alike are imported ones. */
export type ImportCounts = {
  readonly imported: number;
  readonly duplicate: number;
  readonly refused: number;
  readonly alike: number;
};
