import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { testChoreography } from "@torrent/testing";
import choreography from "./torrent.config.ts";

test("counts the words of every paragraph", async () => {
  const { submit, settle } = testChoreography(choreography);
  const sample = await submit("letter.txt", await readFile("samples/letter.txt", "utf8"));
  await settle();
  assert.deepEqual(await sample.result(), { paragraphs: 3, words: 18 });
});
