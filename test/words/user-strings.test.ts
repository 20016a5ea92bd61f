import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { listFile, stringsOf, userStrings } from "../../scripts/user-strings.ts";

const current = await userStrings();

it("the text that people read is the text that was reviewed", async () => {
  const reviewed = await readFile(listFile, "utf8");
  expect(
    current,
    "User-facing text has changed. Read the new text as a list: is it plain, standard English, with the terms of the glossary? Then run `npm run strings` and commit test/words/user-strings.txt.",
  ).toBe(reviewed);
});

/** Phrases of an archaic or inverted manner, each with the plain one. */
const manner: [RegExp, string][] = [
  [/\bso many\b/i, "the number of …"],
  [/\bfor ever\b/i, "forever"],
  [/\banew\b/i, "again"],
  [/\b(tell|tells|told)\b/i, "report, show"],
  [/\bawaited\b/i, "pending"],
  [/\bgrave(r|st)?\b/i, "severe"],
  [/\bsurest\b/i, "highest confidence"],
  [/\bis no [a-z]/i, "is not a …"],
  [/\b(any|no) (more|longer) (is|are)\b/i, "no longer"],
  [/\bin words\b/i, "as text"],
  [/\bof (its|their|one's) own\b/i, "its own …"],
  [/\btaken? apart\b/i, "unpack"],
  [/\b(holds|hold) (half|a |no |this)/i, "contain"],
  [/\bbeside\b/i, "near, next to"],
  [/\bat once, at most\b/i, "max concurrency"],
  [/\b(ask|asked) (where|for another)\b/i, "request"],
  [/\bis not there\b/i, "not found"],
];

it.each(manner)("no text matches %s: say %s", async (phrase) => {
  expect(current.split("\n").filter((text) => phrase.test(text))).toEqual([]);
});

it("text in elements, attributes, templates and options is found, and code is not", () => {
  const source = `
    import { a } from "./not-a-text.ts";
    const mode: "some type" = "kebab-value";
    const marks = { word: "pending", id: "not-shown" };
    export const Card = ({ n }: { n: number }) => (
      <section class="card wide" aria-label="Failed tasks">
        <p>You have {n} messages</p>
        <b>{n === 0 ? "idle" : \`running \${n}\`}</b>
        <input placeholder="Search by name" />
      </section>
    );
    option("--limit <number>", "maximum number of packages");
    header("cache-control", "private, no-cache");`;
  expect(stringsOf("card.tsx", source)).toEqual([
    "pending",
    "Failed tasks",
    "You have {} messages",
    "idle",
    "running {}",
    "Search by name",
    "--limit <number>",
    "maximum number of packages",
  ]);
});
