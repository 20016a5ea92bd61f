import type { Pass } from "@torrent/core";
import { entitiesPass } from "./entities/index.ts";
import { patternsPass } from "./patterns/index.ts";
import { structurePass } from "./structure/index.ts";

/** The passes of the reference deployment. */
export const passes: readonly Pass[] = [structurePass, patternsPass, entitiesPass];
