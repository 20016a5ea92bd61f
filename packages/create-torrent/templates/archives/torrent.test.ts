import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { testChoreography } from "@torrent/testing";
import choreography, { count } from "./torrent.config.ts";

test("counts the lines of a text in an archive", async () => {
  const { submit, settle } = testChoreography(choreography);
  const delivery = await submit("notes.txt.gz", gzipSync("one\n\ntwo\nthree\n"));
  await settle();
  assert.deepEqual(await delivery.outputs(count), [{ lines: 3 }]);
  assert.deepEqual(await delivery.result(), { files: 1, lines: 3 });
});
