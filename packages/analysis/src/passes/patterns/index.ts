export { patternsPass, patternsPassOf } from "./pass.ts";
