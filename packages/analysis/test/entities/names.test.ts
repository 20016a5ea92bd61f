import { describe, expect, it } from "vitest";
import { NameReader, namesIn } from "../../src/passes/entities/names.ts";
import { ProseReader } from "../../src/passes/entities/prose.ts";

const paragraphs = (text: string, chunk: number): [string, number][] => {
  const found: [string, number][] = [];
  const reader = new ProseReader((paragraph, base) => found.push([Buffer.from(paragraph).toString(), base]));
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += chunk) reader.push(bytes.subarray(from, from + chunk));
  reader.end();
  return found;
};

describe("reading prose", () => {
  const text =
    "id;name;value\n1;2;3;4;5;6;7;8;9;10;11\nÉmile wrote a letter to his\nsister in Lyon last week.\n\n{'a': 1, 'b': [2, 3, 4]}\n";

  it("joins neighbouring lines of sentences and leaves data out, however it is cut", () => {
    const expected = [["Émile wrote a letter to his sister in Lyon last week. ", 38]];
    for (const chunk of [1, 7, 1000]) expect(paragraphs(text, chunk)).toEqual(expected);
  });

  it("reads a line longer than a paragraph in parts, each at its place", () => {
    const long = "many words follow one another here ".repeat(300).trimEnd();
    const parts = paragraphs(long, 777);
    expect(parts.length).toBeGreaterThan(2);
    for (const [part, base] of parts) expect(long.slice(base, base + part.trimEnd().length)).toBe(part.trimEnd());
  });
});

describe("names", () => {
  it("are found at their bytes, without the punctuation around them", () => {
    const sentence = "“Zoë” said that Angela Merkel, who was in Berlin with Siemens, went home.";
    const bytes = Buffer.from(sentence);
    const found = namesIn(sentence).map(({ kind, start, end }) => `${kind} ${bytes.subarray(start, end)}`);
    expect(found).toEqual(expect.arrayContaining(["person Angela Merkel", "place Berlin", "organisation Siemens"]));
  });

  it("are less certain than what has a form", () => {
    expect(namesIn("Yesterday John Smith met Maria in Paris.").every(({ confidence }) => confidence <= 0.6)).toBe(true);
  });

  it("are read within a budget, and what is left out is counted", () => {
    let mentions = 0;
    const reader = new NameReader(() => {
      mentions += 1;
    }, 100);
    const bytes = Buffer.from("Yesterday John Smith met Robert Brown in Paris.");
    for (let i = 0; i < 5; i += 1) reader.paragraph(bytes, i * 100);
    expect({ read: reader.read, skipped: reader.skipped }).toEqual({ read: 94, skipped: 141 });
    expect(mentions).toBe(6);
  });
});
