export { maskText } from "./mask-text.ts";
export { ownDatabase } from "./own-database.ts";
export { patternsPass, patternsPassOf } from "./pass.ts";
