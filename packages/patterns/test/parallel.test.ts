import { describe, expect, it } from "vitest";
import { compile, Database, Definition, ScanThreads, scanBytes } from "../src/index.ts";

const definitions = [
  { id: "literal", kind: "literal", value: "needle-in-hay" },
  { id: "regex", kind: "regex", value: "\\bkey-[0-9]{4,}" },
].map((definition) => Definition.parse(definition));
const database = Database.load(compile(definitions).artefact);

const input = new SharedArrayBuffer(3 * 2 ** 20 + 333);
const bytes = Buffer.from(input).fill("hay and straw, ");
for (let at = 2 ** 20 - 7; at + 20 < bytes.length; at += 2 ** 20 / 2) bytes.write("needle-in-hay", at);
for (const at of [2 ** 20 - 2, 2 ** 21 - 9, 3 * 2 ** 20]) bytes.write(" key-20261123 ", at);

describe("scanning threads", () => {
  it("together find what one thread finds, and tell how far they are", async () => {
    await using threads = await ScanThreads.start(database, 2);
    const found: string[] = [];
    let progress = 0;
    await threads.scan(input, {
      onMatch: (rule, start, end) => found.push(`${rule}@${start}-${end}`),
      onProgress: (done) => {
        progress = done;
      },
    });
    const expected = scanBytes(database, bytes).map(({ rule, start, end }) => `${rule}@${start}-${end}`);
    expect(expected.length).toBeGreaterThan(4);
    expect(found.sort()).toEqual(expected.sort());
    expect(progress).toBe(bytes.length);
  });

  it("stop between blocks when they are cancelled", async () => {
    await using threads = await ScanThreads.start(database, 2);
    const controller = new AbortController();
    const scan = threads.scan(input, {
      onMatch: () => undefined,
      signal: controller.signal,
      onProgress: () => controller.abort(new Error("cancelled")),
    });
    await expect(scan).rejects.toThrow("cancelled");
  });
});
