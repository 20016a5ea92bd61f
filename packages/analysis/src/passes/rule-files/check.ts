import { describeErrors, formatOf, importWords, readDefinitions } from "@torrent/patterns/definitions";
import type { RuleText } from "./files.ts";

/** More than this is checked where it is compiled: a start is not to wait for it. */
const CHECKED_AT_START_CHARACTERS = 2 ** 20;

/**
 * Checks the rule files that are quick to read when the choreography is defined; the importers of other formats are loaded
 * where rules are compiled.
 *
 * @throws TypeError with file and line of each definition that cannot be used.
 */
export const checkRuleTexts = (texts: readonly RuleText[]): void => {
  if (texts.reduce((sum, { text }) => sum + text.length, 0) > CHECKED_AT_START_CHARACTERS) return;
  const errors = texts.flatMap(({ path, text }) => {
    const format = formatOf(path);
    if (format === "ndjson") return readDefinitions(text, path).errors;
    return format === "words" ? importWords(text, path).errors : [];
  });
  if (errors.length > 0)
    throw new TypeError(`patterns(…): ${errors.length} rules cannot be used:\n${describeErrors(errors.slice(0, 50))}`);
};
