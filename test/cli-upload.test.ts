import { createHash, randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createAdaptorServer } from "@hono/node-server";
import { awsCloud, s3Client } from "@torrent/core/aws";
import { memoryCloud } from "@torrent/core/testing/memory";
import { createBucket, emulatedAccess, startFauxqs } from "@torrent/testing/emulators";
import { byTokens, createApi, hashToken } from "@torrent/web/api";
import { afterAll, beforeAll, expect, it } from "vitest";
import choreography from "../torrent.config.ts";
import { scratch, torrentIn } from "./torrent.ts";

const token = "a-token-that-may";
const MB = 2 ** 20;

let emulator: Awaited<ReturnType<typeof startFauxqs>>;
let server: Server;
let objects: ReturnType<typeof awsCloud>["objects"];
let url = "";

beforeAll(async () => {
  emulator = await startFauxqs();
  const s3 = { ...emulatedAccess, endpoint: emulator.endpoint, bucket: "packages", pathStyle: true };
  await createBucket(s3Client(s3), s3.bucket);
  objects = awsCloud({ s3 }).objects;
  const api = createApi({
    choreography,
    cloud: { ...memoryCloud(), objects },
    auth: {
      mode: "bearer",
      authenticate: byTokens([{ name: "operator", sha256: hashToken(token), role: "operate" }]),
    },
    cursorKey: randomBytes(32),
  });
  server = createAdaptorServer({ fetch: api.fetch }) as Server;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await emulator.stop();
});

it.each([
  ["one request", 3 * MB, /^[0-9a-f]{32}$/],
  ["parts", 17 * MB + 5, /^[0-9a-f]{32}-3$/],
])("submits to S3 in %s, past the API, with what was declared", async (_, size, etag) => {
  await using place = await scratch();
  const file = join(place.dir, `Übergabe ${size}.bin`);
  const content = randomBytes(size);
  await writeFile(file, content);
  const env = { TORRENT_API: url, TORRENT_TOKEN: token };
  const submit = () => torrentIn(env, "submit", file, "--urgency", "critical", "--source", "legal", "--json").ended;
  const { code, stdout, stderr } = await submit();
  expect(code, stderr).toBe(0);
  const hash = createHash("sha256").update(content).digest("hex");
  const key = `inbox/${hash.slice(0, 16)}/Übergabe ${size}.bin`;
  const stored = await objects.get(key);
  expect(stored?.info).toMatchObject({
    bytes: size,
    etag: expect.stringMatching(etag),
    metadata: { urgency: "critical", source: "legal", name: `Übergabe ${size}.bin` },
  });
  const arrived = createHash("sha256");
  for await (const chunk of stored?.body ?? []) arrived.update(chunk);
  expect(arrived.digest("hex")).toBe(hash);
  expect(JSON.parse((await submit()).stdout)).toEqual(JSON.parse(stdout));
});

it("says what is missing without a token", async () => {
  await using place = await scratch();
  const file = join(place.dir, "a.bin");
  await writeFile(file, "a");
  const { code, stderr } = await torrentIn({ TORRENT_API: url, TORRENT_TOKEN: "" }, "submit", file).ended;
  expect(code).toBe(3);
  expect(stderr).toContain("TORRENT_TOKEN");
});
