import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { samples } from "../../../scripts/samples/build.ts";
import { take } from "./support/take.ts";

const root = join(import.meta.dirname, "../../../samples");

test("the sample packages in the repository are what their script builds", async () => {
  for (const [name, content] of await samples())
    expect((await readFile(join(root, name))).equals(content), name).toBe(true);
});

test.each([
  ["incident-logs.zip", 5, []],
  ["finance.tar.gz", 7, []],
  ["mailbox.mbox", 16, []],
  ["source-drop.zip", 16, ["damaged-entry", "encrypted-entry"]],
])("%s has %i components and the documented defects", async (name, components, defects) => {
  const taken = await take(name, await readFile(join(root, name)));
  expect(taken.length).toBe(components);
  expect(taken.flatMap((piece) => piece.defect?.kind ?? [])).toEqual(defects);
});
