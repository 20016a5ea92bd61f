/**
 * What could make a text read as another than it is: controls (ANSI escapes among them), bidirectional overrides,
 * characters that have no width or no ink (tags, fillers, variation selectors), and separators of lines. See Unicode
 * Technical Report 36, section 2.6, and CVE-2021-42574.
 */
const DECEPTIVE = /[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u2028\u2029\u2800\ufff9-\ufffb]/u;
const ALL = new RegExp(`${DECEPTIVE.source}|\\p{Cs}`, "gu");
/** Part of how an emoji is written; without one before it, they are as deceptive as the others. */
const IN_EMOJI =
  /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}]\ufe0f?)(?:\u200d(?=\p{Extended_Pictographic})|[\ufe0e\ufe0f])|(?<=[0-9#*])\ufe0f(?=\u20e3)/uy;
const REPLACEMENT = "\ufffd";

const isPartOfEmoji = (text: string, at: number): boolean => {
  IN_EMOJI.lastIndex = at;
  return IN_EMOJI.test(text);
};

/**
 * Untrusted text as it may be shown to people, on one line. As long as before, so that places in it stay where they are;
 * `keep` lists characters that the place where it is shown can stand.
 */
export const visible = (text: string, keep = ""): string =>
  text.replace(ALL, (found, at: number) =>
    keep.includes(found) || isPartOfEmoji(text, at) ? found : REPLACEMENT.repeat(found.length),
  );

/** Does a text hold anything that is not shown as what it is? */
export const isDeceptive = (text: string): boolean => visible(text) !== text;

/** A reviver for `JSON.parse`: every text visible; line ends and tabs stay. */
export const visibleTexts = (_: string, value: unknown): unknown =>
  typeof value === "string" ? visible(value, "\n\r\t") : value;
