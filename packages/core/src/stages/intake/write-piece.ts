import { toMetadata } from "../../component-metadata.ts";
import type { Piece } from "../../decomposition.ts";
import { keys } from "../../ids.ts";
import type { Pipeline } from "../pipeline.ts";

/** Written only if absent: a repeated intake neither resets a component's state nor renumbers it. */
export const writePiece = async (
  { cloud }: Pick<Pipeline, "cloud">,
  id: string,
  ref: string,
  piece: Piece,
): Promise<void> => {
  try {
    const metadata = toMetadata(piece, "pending");
    await cloud.objects.put(keys.component(id, ref), piece.body(), { metadata, ifAbsent: true });
  } finally {
    await piece.release();
  }
};
