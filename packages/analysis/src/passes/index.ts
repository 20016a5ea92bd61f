import type { Pass } from "@torrent/core/unstable";
import { entitiesPass } from "./entities/pass.ts";
import { patternsPass } from "./patterns/pass.ts";
import { structurePass } from "./structure/index.ts";
import { unpackPass } from "./unpack/index.ts";

/** The passes of the reference deployment. */
export const passes: readonly Pass[] = [structurePass, unpackPass, patternsPass, entitiesPass];

/** For deployments with rules of their own, see docs/passes.md. */
export { patternsPassOf } from "./patterns/pass.ts";
