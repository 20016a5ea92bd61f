import { describe, expect, it } from "vitest";
import { isDeceptive, visible, visibleTexts } from "../src/visible.ts";

describe("text that is shown", () => {
  it.each([
    ["escapes of a terminal", "\u001b[31mred"],
    ["line ends", "one\ntwo"],
    ["bidirectional overrides", "invoice\u202Efdp.exe"],
    ["bidirectional isolates", "a\u2066b\u2069"],
    ["marks of direction", "a\u200eb\u061c"],
    ["zero-width characters", "pass\u200bword\u2060"],
    ["joiners outside of an emoji", "pay\u200dpal"],
    ["joiners behind a digit", "invoice1\u200d.pdf"],
    ["joiners that join nothing", "👩\u200d.pdf"],
    ["selectors behind a digit", "1\ufe0f.pdf"],
    ["soft hyphens", "pay\u00adpal"],
    ["tags", "readme\u{e0041}\u{e007f}"],
    ["variation selectors", "a\ufe0f\u{e0101}"],
    ["fillers of Hangul", "\u3164\uffa0\u115f"],
    ["an empty braille cell", "\u2800"],
    ["half characters", "\ud800"],
  ])("has no %s", (_, text) => {
    expect(isDeceptive(text)).toBe(true);
    expect(visible(text)).toContain("\ufffd");
    expect(isDeceptive(visible(text))).toBe(false);
    expect(visible(text)).toHaveLength(text.length);
  });

  it.each(["résumé.pdf", "تقرير.pdf", "報告書.zip", "👩‍👩‍👧 ❤️ 1️⃣.txt", "a b-c_d (1).tar.gz", ""])(
    "is left as it is: %s",
    (text) => {
      expect(visible(text)).toBe(text);
    },
  );

  it("keeps lines where they may stand, in all texts of an answer", () => {
    const answer = JSON.stringify({ list: ["a\nb", "c\u202ed"], "k\u200b": 1 });
    expect(JSON.parse(answer, visibleTexts)).toEqual({ list: ["a\nb", "c\ufffdd"], "k\u200b": 1 });
  });
});
