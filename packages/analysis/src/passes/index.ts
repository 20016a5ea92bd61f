import { entitiesPass } from "./entities/pass.ts";
import { patternsPass } from "./patterns/pass.ts";
import { structurePass } from "./structure/index.ts";
import { unpackPass } from "./unpack/index.ts";

/** The passes of the reference choreography. */
export const passes = [structurePass, unpackPass, patternsPass, entitiesPass] as const;
