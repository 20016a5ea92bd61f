export { passes, patternsPassOf } from "./passes/index.ts";
