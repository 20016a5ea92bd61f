/** What rule files are checked with, without the importers and the matcher. */
export { describeErrors, readDefinitions } from "./definition/read.ts";
export { type Format, formatOf } from "./import/format.ts";
export { importWords } from "./import/words.ts";
