import { expect, it } from "vitest";
import { signatureOf } from "../../src/passes/structure/text/signature.ts";
import { timelineOf } from "../../src/passes/structure/timeline-events.ts";
import { runStructure } from "./context.ts";

const words = (count: number, seed: number): string[] =>
  Array.from({ length: count }, (_, at) => `w${(at * 7919 + seed * 104_729) % 5000}`);

const alike = (a = "", b = ""): number => {
  let equal = 0;
  for (let at = 0; at < a.length; at += 2) if (a.slice(at, at + 2) === b.slice(at, at + 2)) equal += 1;
  return equal / 64;
};

it("texts that share most word sequences agree in most of their signatures, others in hardly any", () => {
  const text = words(400, 1);
  const edited = [...text.slice(0, 200), "another", ...text.slice(201)];
  expect(alike(signatureOf(text.join(" ")), signatureOf(edited.join("\n")))).toBeGreaterThan(0.85);
  expect(alike(signatureOf(text.join(" ")), signatureOf(words(400, 2).join(" ")))).toBeLessThan(0.15);
});

it("a text of a few words has no signature", () => {
  expect(signatureOf("no more than a few words here")).toBeUndefined();
});

it("a text has one signature, however its bytes come", async () => {
  const text = words(300, 3).join(" ");
  const [whole, pieces] = await Promise.all([
    runStructure("a.txt", text, { kind: "text" }),
    runStructure("a.txt", text, { kind: "text", chunk: 7 }),
  ]);
  expect(whole.facts?.signature).toMatch(/^[0-9a-f]{128}$/);
  expect(pieces.facts?.signature).toBe(whole.facts?.signature);
  expect(whole.facts?.signature).toBe(signatureOf(text));
});

it("a log says from when to when it goes, as an event", async () => {
  const line = (minute: number) =>
    `2026-02-02T08:${String(minute).padStart(2, "0")}:00Z INFO request ${minute} was served`;
  const { facts } = await runStructure("a.log", Array.from({ length: 30 }, (_, at) => line(at)).join("\n"), {
    kind: "log",
  });
  expect(facts?.timeline).toMatchObject([
    { what: "log", at: Date.parse("2026-02-02T08:00:00Z"), to: Date.parse("2026-02-02T08:29:00Z") },
  ]);
});

it.each([
  [{ mail: { date: "2026-02-02T08:00:00.000Z", subject: "Invoice" } }, "mail", "2026-02-02T08:00:00.000Z"],
  [{ pdf: { metadata: { CreationDate: "D:20260202090000+01'00'" } } }, "created", "2026-02-02T08:00:00.000Z"],
  [{ office: { properties: { modified: "2026-02-02T08:00:00Z" } } }, "modified", "2026-02-02T08:00:00.000Z"],
])("takes the time out of %j", (facts, what, iso) => {
  expect(timelineOf(facts, true)).toMatchObject([{ what, at: Date.parse(iso) }]);
});

it("leaves out a time that is none, and a log whose lines name no year", () => {
  expect(
    timelineOf({ mail: { date: "yesterday" }, log: { time: { from: "2026-01-01T00:00:00Z", yearless: true } } }, true),
  ).toEqual([]);
});
