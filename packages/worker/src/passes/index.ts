import type { Pass } from "@torrent/core";
import { structurePass } from "./structure/index.ts";

/** The passes of the reference deployment. */
export const passes: readonly Pass[] = [structurePass];
