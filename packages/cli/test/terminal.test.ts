import { expect, test } from "vitest";
import { sanitize } from "../src/print.ts";

test.each([
  ["bidirectional overrides", "invoice\u202efdp.exe"],
  ["isolates", "a\u2067b"],
  ["escapes", "\u001b]0;title\u0007"],
  ["line ends", "a\r\nb"],
  ["zero-width characters", "a\u200bb"],
  ["tags", "a\u{e0061}b"],
  ["fillers", "a\u3164b"],
])("untrusted text reaches the terminal without %s", (_, text) => {
  const shown = sanitize(text);
  expect(shown).toContain("\ufffd");
  expect(shown).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/u);
});
