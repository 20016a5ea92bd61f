import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { objectKey, parseMessage, S3Notification } from "@torrent/core/unstable";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openCloud } from "./open.ts";

type Opened = Awaited<ReturnType<typeof openCloud>>;

const LARGE = 300_000;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const whole = async (body: AsyncIterable<Uint8Array> | undefined): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body ?? []) chunks.push(chunk);
  return Buffer.concat(chunks);
};
async function* broken(): AsyncIterable<Uint8Array> {
  yield new Uint8Array(LARGE);
  throw new Error("the sender is gone");
}

describe("the embedded object store", () => {
  let cloud: Opened;
  beforeEach(async () => {
    cloud = await openCloud();
  });
  afterEach(() => cloud.dispose());

  const files = async (): Promise<string[]> => {
    const all = await readdir(cloud.dataDir, { recursive: true, withFileTypes: true });
    return all.filter((entry) => entry.isFile()).map((entry) => entry.name);
  };
  const blobs = async (): Promise<string[]> => (await files()).filter((name) => !name.includes(".db"));

  it.each([
    "../../escaped",
    "/etc/escaped",
    "inbox/../../escaped",
    "a/./b/.hidden",
    "nul\u0000escaped",
    "C:\\escaped",
    `inbox/${"k".repeat(1018)}`,
    "new\nline\tescaped",
    "percent%2e%2e%2fescaped",
    "😀".repeat(256),
  ])("keeps %j apart, small or large, and within the data folder", async (key) => {
    const around = await readdir(dirname(cloud.dataDir));
    for (const size of [10, LARGE]) {
      const body = new Uint8Array(size).fill(7);
      await cloud.objects.put(key, body);
      expect((await cloud.objects.head(key))?.key).toBe(key);
      expect(await whole((await cloud.objects.get(key))?.body)).toEqual(Buffer.from(body));
    }
    expect((await cloud.objects.list("")).objects.map((info) => info.key)).toEqual([key]);
    const made = (await readdir(dirname(cloud.dataDir))).filter((name) => !around.includes(name));
    expect(made.filter((name) => name.includes("escaped"))).toEqual([]);
    for (const name of await blobs()) expect(name).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("takes keys that differ in case, in normal form or by a NUL for different objects", async () => {
    const keys = ["Report", "report", "REPORT", "caf\u00e9", "cafe\u0301", "a", "a\u0000", "a\u0000b"];
    for (const key of keys) await cloud.objects.put(key, bytes(key));
    for (const key of keys) expect((await whole((await cloud.objects.get(key))?.body)).toString()).toBe(key);
    expect((await cloud.objects.list("")).objects).toHaveLength(keys.length);
  });

  it.each([
    ["", "empty"],
    ["k".repeat(1025), "1025 bytes"],
    ["é".repeat(513), "1026 bytes"],
    ["lone \ud800", "not valid Unicode"],
  ])("refuses a key that S3 would refuse, and says why (%#)", async (key, reason) => {
    await expect(cloud.objects.put(key, bytes("x"))).rejects.toMatchObject({
      kind: "invalid-key",
      message: expect.stringContaining(reason),
    });
  });

  it("gives any key and any body back, and lists in byte order", () =>
    fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.string({ unit: "binary", minLength: 1, maxLength: 40 }), { maxLength: 8 }),
        fc.nat(40_000),
        async (keys, size) => {
          for (const key of keys) await cloud.objects.put(`any/${key}`, new Uint8Array(size).fill(key.length));
          const listed = (await cloud.objects.list("any/")).objects.map(({ key }) => key.slice("any/".length));
          expect(listed).toEqual(keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
          for (const key of keys) {
            const body = await whole((await cloud.objects.get(`any/${key}`))?.body);
            expect(body).toEqual(Buffer.alloc(size, key.length));
            await cloud.objects.delete(`any/${key}`);
          }
          expect(await blobs()).toEqual([]);
        },
      ),
      { numRuns: 30 },
    ));

  it("emits the event of a put under inbox/ in the put's own transaction: neither is there without the other", async () => {
    const { queues, objects } = cloud;
    await expect(objects.put("inbox/broken", broken())).rejects.toThrow("the sender is gone");
    expect(await objects.head("inbox/broken")).toBeUndefined();
    expect(await queues.depth("intake")).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    await objects.put("inbox/a b+ü.zip", bytes("x"));
    await objects.put("inbox/a b+ü.zip", bytes("y"), { ifAbsent: true });
    await objects.setMetadata("inbox/a b+ü.zip", { state: "seen" });
    const got = await queues.receive("intake", { max: 10, visibilitySeconds: 60, waitSeconds: 0 });
    expect(got).toHaveLength(1);
    const { Records } = parseMessage(S3Notification, got[0]?.body ?? "");
    expect(Records.map(objectKey)).toEqual(["inbox/a b+ü.zip"]);
    expect(Records[0]?.s3.object.eTag).toBe((await objects.head("inbox/a b+ü.zip"))?.etag);
  });

  it("refuses the put whose event can't be queued, and keeps the old object", async () => {
    const store = await openCloud({ queues: { classify: { maxReceives: 4 } } });
    try {
      await expect(store.objects.put("inbox/a", bytes("x"))).rejects.toThrow('Unknown queue "intake"');
      expect(await store.objects.head("inbox/a")).toBeUndefined();
    } finally {
      await store.dispose();
    }
  });

  it("leaves no file behind a failed, a lost, a repeated or a replaced put", async () => {
    const { objects } = cloud;
    await expect(objects.put("a", broken())).rejects.toThrow();
    expect(await blobs()).toEqual([]);
    const large = (fill: number): Uint8Array => new Uint8Array(LARGE).fill(fill);
    await Promise.all([1, 2, 3, 4].map((fill) => objects.put("a", large(fill), { ifAbsent: true })));
    expect(await blobs()).toHaveLength(1);
    await Promise.all([1, 2, 3, 4].map((fill) => objects.put("a", large(fill))));
    const [blob] = await blobs();
    expect(await blobs()).toHaveLength(1);
    const now = await whole((await objects.get("a"))?.body);
    await objects.put("a", now);
    expect(await blobs()).toEqual([blob]);
    await objects.put("a", bytes("small"));
    expect(await blobs()).toEqual([]);
  });

  it("lets a reader finish while the same bytes are put again, and fails it when other bytes are", async () => {
    const { objects } = cloud;
    const read = async (during: Uint8Array): Promise<number> => {
      await objects.put("a", new Uint8Array(LARGE * 4).fill(1));
      let seen = 0;
      for await (const chunk of (await objects.get("a"))?.body ?? []) {
        if (seen === 0) await objects.put("a", during);
        seen += chunk.length;
      }
      return seen;
    };
    expect(await read(new Uint8Array(LARGE * 4).fill(1))).toBe(LARGE * 4);
    await expect(read(new Uint8Array(LARGE * 4).fill(2))).rejects.toThrow('"a" changed while it was read');
  });

  it("collects the files of puts that never ended, once they are a day old", async () => {
    let now = 1_767_603_600_000;
    const clock = { now: () => now, sleep: async () => {} };
    const store = await openCloud({ clock });
    try {
      let written = (): void => {};
      const started = new Promise<void>((resolve) => {
        written = resolve;
      });
      const stuck = Promise.withResolvers<void>();
      async function* body(): AsyncIterable<Uint8Array> {
        yield new Uint8Array(LARGE);
        yield new Uint8Array(LARGE);
        written();
        await stuck.promise;
      }
      const put = store.objects.put("a", body());
      await started;
      expect(await store.objects.collectStrays()).toBe(0);
      now += 25 * 3_600_000;
      expect(await store.objects.collectStrays()).toBe(1);
      expect(await readdir(join(store.dataDir, "blobs"), { recursive: true })).toHaveLength(1);
      stuck.reject(new Error("over"));
      await expect(put).rejects.toThrow("over");
    } finally {
      await store.dispose();
    }
  });

  it("grants an upload to its key, its content type and its time only", async () => {
    let now = 1_767_603_600_000;
    const store = await openCloud({ clock: { now: () => now, sleep: async () => {} } });
    try {
      const type = "application/zip";
      const metadata = { urgency: "high" };
      const request = await store.objects.uploads.put("inbox/a", { expiresSeconds: 60, contentType: type, metadata });
      const url = new URL(request.url);
      expect(url.hostname).toBe("127.0.0.1");
      expect(store.uploads.verify(url, type)).toEqual({ granted: true, key: "inbox/a", contentType: type, metadata });
      expect(store.uploads.verify(url, "text/html")).toMatchObject({ granted: false, status: 403 });
      for (const [name, value] of [
        ["key", "inbox/b"],
        ["expires", String(now + 999_999_999)],
        ["type", ""],
        ["metadata", JSON.stringify({ urgency: "critical" })],
        ["signature", "00"],
        ["signature", "zz"],
      ] as const) {
        const forged = new URL(url);
        forged.searchParams.set(name, value);
        expect(store.uploads.verify(forged, type)).toMatchObject({ granted: false, status: 403 });
      }
      expect(store.uploads.verify(new URL("/uploads", url))).toMatchObject({ granted: false, status: 400 });
      now += 60_000;
      expect(store.uploads.verify(url, type)).toMatchObject({ granted: false, reason: "The URL has expired" });
    } finally {
      await store.dispose();
    }
  });
});
