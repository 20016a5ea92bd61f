import type { Definition } from "../definition/definition.ts";
import { keys } from "./keys.ts";
import { definitionsOf, type PackRules } from "./rule.ts";

export { expandExample, type PackRule, type PackRules } from "./rule.ts";

/** The project's own rules, by subject. */
export const packs: Readonly<Record<string, PackRules>> = { keys };

export const ownDefinitions = (): Definition[] => Object.values(packs).flatMap(definitionsOf);
