import type { Pass } from "@torrent/core";
import { entitiesPass } from "./entities/pass.ts";
import { patternsPass } from "./patterns/pass.ts";
import { structurePass } from "./structure/index.ts";

/** The passes of the reference deployment. */
export const passes: readonly Pass[] = [structurePass, patternsPass, entitiesPass];
