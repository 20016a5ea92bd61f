import { expect, it } from "vitest";
import { defineChoreography } from "../../src/choreography/define-choreography.ts";
import { asDeployed } from "../../src/choreography/load.ts";
import { lines } from "../../src/decomposers/lines.ts";
import { retryAfterSeconds } from "../../src/retry.ts";

const choreography = defineChoreography({ name: "rows", decompose: lines("row"), passes: [] });
const waits = (env: Record<string, string>): number[] =>
  [1, 2, 3, 4].map((attempt) => retryAfterSeconds(asDeployed(choreography, env).topology, { maxReceives: 4 }, attempt));

it("waits half a minute, four minutes and half an hour between the receives of a message, and for nothing after the last", () =>
  expect(waits({})).toEqual([30, 240, 1920, 0]));

it("waits as long as TORRENT_RETRY_SECONDS says where a process runs", () =>
  expect(waits({ TORRENT_RETRY_SECONDS: "1" })).toEqual([1, 8, 64, 0]));

it.each(["soon", "0", "601"])("refuses %s for it", (seconds) =>
  expect(() => waits({ TORRENT_RETRY_SECONDS: seconds })).toThrow(
    /TORRENT_RETRY_SECONDS is ".*"; it must be a number from 1 to 600/,
  ),
);
