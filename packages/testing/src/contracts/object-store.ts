import { createHash } from "node:crypto";
import {
  type MessageQueue,
  NAME_LIMIT_BYTES,
  type ObjectStore,
  objectKey,
  type PresignedRequest,
  parseMessage,
  S3Notification,
  type UploadedPart,
} from "@torrent/core/unstable";
import { expect, it } from "vitest";
import { anyUnicode, atOnce, collect, contract, eventually, type Subject, type Without } from "./contract.ts";

export interface ObjectSubject extends Subject {
  objects: ObjectStore;
  /** Where the store's events go; needed unless the suite runs without `notifications`. */
  queues?: MessageQueue;
  /** Sends a presigned request; `fetch` unless told otherwise. */
  upload?(request: PresignedRequest, body: Uint8Array): Promise<{ status: number; etag?: string }>;
}

/** `dotSegments`: keys such as `a/../b`, which some emulators take for paths. */
export type ObjectStorePart = "notifications" | "ifAbsent" | "presign" | "setMetadata" | "dotSegments";

const MB = 2 ** 20;
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const noise = (bytes: number): Uint8Array => {
  const block = createHash("sha512").update("noise").digest();
  const whole = Buffer.alloc(bytes);
  for (let at = 0; at < bytes; at += block.length) block.copy(whole, at);
  for (let at = 0; at < bytes; at += 4093) whole[at] = at % 251;
  return whole;
};
const sha = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
async function* chunks(bytes: Uint8Array, size: number): AsyncIterable<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}
const textOf = async (found: { body: AsyncIterable<Uint8Array> } | undefined): Promise<string | undefined> =>
  found && Buffer.concat(await collect(found.body)).toString("utf8");

/** What {@link ObjectStore} promises, for any store. */
export const objectStoreContract = (
  name: string,
  makeSubject: () => Promise<ObjectSubject>,
  without: Without<ObjectStorePart> = {},
): void =>
  contract(`ObjectStore: ${name}`, makeSubject, without, ({ subject, needs }) => {
    const events = async (): Promise<string[]> => {
      const got = await subject().queues!.receive("intake", { max: 10, visibilitySeconds: 600, waitSeconds: 0 });
      return got.map(({ body }) => body);
    };

    it("has no object before it is put: a value, not an error", async () => {
      const { objects } = subject();
      expect(await objects.head("a/b")).toBeUndefined();
      expect(await objects.get("a/b")).toBeUndefined();
      expect(await objects.list("")).toEqual({ objects: [] });
      await objects.delete("a/b");
    });

    it("gives back what was put, at once", async () => {
      const { objects } = subject();
      const put = await objects.put("a/b.txt", utf8("hello"), {
        metadata: { kind: "text" },
        contentType: "text/plain",
      });
      expect(put.written).toBe(true);
      const head = await objects.head("a/b.txt");
      expect(head).toMatchObject({
        key: "a/b.txt",
        bytes: 5,
        etag: put.etag,
        metadata: { kind: "text" },
        contentType: "text/plain",
      });
      expect(head?.modifiedAt).toBeGreaterThan(0);
      expect(head?.etag).not.toContain('"');
      const got = await objects.get("a/b.txt");
      expect(got?.info).toMatchObject({ bytes: 5, etag: put.etag, metadata: { kind: "text" } });
      expect(await textOf(got)).toBe("hello");
    });

    it("keeps an empty object", async () => {
      const { objects } = subject();
      await objects.put("empty", new Uint8Array());
      expect((await objects.head("empty"))?.bytes).toBe(0);
      expect(await textOf(await objects.get("empty"))).toBe("");
    });

    it("replaces bytes and metadata with a second put, and the ETag changes with the bytes", async () => {
      const { objects } = subject();
      const first = await objects.put("a", utf8("one"), { metadata: { old: "1" } });
      const second = await objects.put("a", utf8("two"), { metadata: { new: "2" } });
      expect(second.etag).not.toBe(first.etag);
      expect(await objects.head("a")).toMatchObject({ etag: second.etag, metadata: { new: "2" } });
      expect(await textOf(await objects.get("a"))).toBe("two");
    });

    it("keeps its own copy of the bytes", async () => {
      const { objects } = subject();
      const mine = utf8("mine");
      await objects.put("a", mine);
      mine.fill(0);
      const [chunk] = await collect((await objects.get("a"))!.body);
      chunk!.fill(0);
      expect(await textOf(await objects.get("a"))).toBe("mine");
    });

    it("streams a body of 6 MB in and out, whatever the size of its chunks", async () => {
      const { objects } = subject();
      const whole = noise(6 * MB + 17);
      await objects.put("large", chunks(whole, 100_003), { metadata: { sha256: sha(whole) } });
      expect(await objects.head("large")).toMatchObject({ bytes: whole.length, metadata: { sha256: sha(whole) } });
      const got = await objects.get("large");
      const parts = await collect(got!.body);
      expect(parts.length).toBeGreaterThan(1);
      expect(sha(Buffer.concat(parts))).toBe(sha(whole));
    });

    it("streams a small body and one of no chunks at all", async () => {
      const { objects } = subject();
      await objects.put("small", chunks(utf8("abcdef"), 2));
      await objects.put("none", chunks(new Uint8Array(), 1));
      expect(await textOf(await objects.get("small"))).toBe("abcdef");
      expect((await objects.head("none"))?.bytes).toBe(0);
    });

    it("writes nothing when the body fails half-way", async () => {
      const { objects } = subject();
      await objects.put("kept", utf8("before"));
      const failing = async function* (): AsyncIterable<Uint8Array> {
        yield noise(MB);
        throw new Error("source broke");
      };
      await expect(objects.put("kept", failing())).rejects.toThrow("source broke");
      await expect(objects.put("new", failing())).rejects.toThrow("source broke");
      expect(await textOf(await objects.get("kept"))).toBe("before");
      expect(await objects.head("new")).toBeUndefined();
      expect((await objects.list("")).objects.map(({ key }) => key)).toEqual(["kept"]);
    });

    it("reads ranges, the end not included and cut at the object's end", async () => {
      const { objects } = subject();
      await objects.put("a", utf8("0123456789"));
      const read = async (start: number, end: number) => textOf(await objects.get("a", { start, end }));
      expect(await read(0, 3)).toBe("012");
      expect(await read(4, 5)).toBe("4");
      expect(await read(7, 10)).toBe("789");
      expect(await read(7, 99)).toBe("789");
      expect((await objects.get("a", { start: 4, end: 5 }))?.info.bytes).toBe(10);
    });

    it("reads a range of a large object across its parts", async () => {
      const { objects } = subject();
      const whole = noise(6 * MB);
      await objects.put("large", chunks(whole, MB));
      const got = await objects.get("large", { start: 4 * MB + 3, end: 5 * MB + 9 });
      expect(sha(Buffer.concat(await collect(got!.body)))).toBe(sha(whole.subarray(4 * MB + 3, 5 * MB + 9)));
    });

    it("never gives a reader two objects mixed: its stream fails, or ends with the bytes it began with", async () => {
      const { objects } = subject();
      const old = noise(3 * MB);
      await objects.put("a", old);
      const got = await objects.get("a");
      const reader = got!.body[Symbol.asyncIterator]();
      const parts: Uint8Array[] = [];
      const first = await reader.next();
      if (!first.done) parts.push(first.value);
      await objects.put("a", noise(3 * MB).fill(7));
      try {
        for (let next = await reader.next(); !next.done; next = await reader.next()) parts.push(next.value);
      } catch {
        return;
      }
      expect(sha(Buffer.concat(parts))).toBe(sha(old));
    });

    it("shows one of 50 concurrent puts whole", async () => {
      const { objects } = subject();
      const answers = await atOnce(50, (caller) =>
        objects.put("a", utf8(`${caller},`.repeat(2_000)), { metadata: { caller: `${caller}` } }),
      );
      const got = await objects.get("a");
      const winner = got!.info.metadata.caller!;
      expect(await textOf(got)).toBe(`${winner},`.repeat(2_000));
      expect(answers[Number(winner)]?.etag).toBe(got!.info.etag);
    });

    needs("ifAbsent", "writes only if absent where asked to, and leaves the stored object untouched", async () => {
      const { objects } = subject();
      const first = await objects.put("a", utf8("first"), { ifAbsent: true, metadata: { by: "first" } });
      expect(first.written).toBe(true);
      const second = await objects.put("a", utf8("second"), { ifAbsent: true, metadata: { by: "second" } });
      expect(second.written).toBe(false);
      const streamed = await objects.put("a", chunks(noise(6 * MB), MB), { ifAbsent: true });
      expect(streamed.written).toBe(false);
      expect(await objects.head("a")).toMatchObject({ etag: first.etag, metadata: { by: "first" } });
      expect(await textOf(await objects.get("a"))).toBe("first");
    });

    needs("ifAbsent", "lets exactly one of 50 concurrent callers write an absent object", async () => {
      const { objects } = subject();
      const answers = await atOnce(50, (caller) => objects.put("a", utf8(`caller ${caller}`), { ifAbsent: true }));
      expect(answers.filter(({ written }) => written)).toHaveLength(1);
      const winner = answers.findIndex(({ written }) => written);
      expect(await textOf(await objects.get("a"))).toBe(`caller ${winner}`);
    });

    needs("ifAbsent", "writes again what was deleted", async () => {
      const { objects } = subject();
      await objects.put("a", utf8("old"), { ifAbsent: true });
      await objects.delete("a");
      expect(await objects.get("a")).toBeUndefined();
      expect((await objects.put("a", utf8("new"), { ifAbsent: true })).written).toBe(true);
    });

    it("keeps metadata of any Unicode, a name of the greatest length included", async () => {
      const { objects } = subject();
      const metadata = {
        name: "😀".repeat(NAME_LIMIT_BYTES / 4),
        sha256: "ab".repeat(32),
        note: ` ${anyUnicode}\u0000 `,
        empty: "",
        "with-dash": "=?UTF-8?B?bm90IG1pbmU=?= %41%zz",
      };
      await objects.put("a", utf8("x"), { metadata });
      expect((await objects.head("a"))?.metadata).toEqual(metadata);
      expect((await objects.get("a"))?.info.metadata).toEqual(metadata);
    });

    it("refuses metadata past S3's limit and names the object", async () => {
      const { objects } = subject();
      await expect(objects.put("too-much", utf8("x"), { metadata: { a: "x".repeat(2_100) } })).rejects.toThrow(
        /too-much/,
      );
      expect(await objects.head("too-much")).toBeUndefined();
    });

    needs("setMetadata", "replaces all metadata and keeps bytes, ETag and content type", async () => {
      const { objects } = subject();
      const { etag } = await objects.put("a", utf8("hello"), {
        metadata: { state: "pending", name: "old" },
        contentType: "text/csv",
      });
      expect(await objects.setMetadata("a", { state: "settled", note: anyUnicode })).toBe(true);
      const head = await objects.head("a");
      expect(head).toMatchObject({ bytes: 5, etag, contentType: "text/csv" });
      expect(head?.metadata).toEqual({ state: "settled", note: anyUnicode });
      expect(await textOf(await objects.get("a"))).toBe("hello");
    });

    needs("setMetadata", "answers false where there is no object to describe", async () => {
      const { objects } = subject();
      expect(await objects.setMetadata("missing", { a: "b" })).toBe(false);
      expect(await objects.head("missing")).toBeUndefined();
    });

    it("lists by prefix in the order of the keys' bytes, not of their UTF-16 units", async () => {
      const { objects } = subject();
      const wanted = ["p/A", "p/B/1", "p/a", "p/a b+c&d", "p/é", "p/\uff5e", "p/\u{1d4b3}"];
      for (const key of [...wanted, "p", "q/z", "o/z", "P/x"].toReversed()) await objects.put(key, utf8(key));
      const page = await objects.list("p/");
      expect(page.objects.map(({ key }) => key)).toEqual(wanted);
      expect(page.cursor).toBeUndefined();
      expect(page.objects[0]).toMatchObject({ key: "p/A", bytes: 3, etag: (await objects.head("p/A"))!.etag });
    });

    it("lists page by page, nothing lost or repeated, also where keys are added on the way", async () => {
      const { objects } = subject();
      const wanted = Array.from({ length: 60 }, (_, index) => `p/${String(index).padStart(3, "0")}`);
      await Promise.all(wanted.map((key) => objects.put(key, utf8(key))));
      for (const limit of [1, 7, 60, 61]) {
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await objects.list("p/", { limit, ...(cursor === undefined ? {} : { cursor }) });
          expect(page.objects.length).toBeLessThanOrEqual(limit);
          seen.push(...page.objects.map(({ key }) => key));
          cursor = page.cursor;
          if (seen.length === 7) await objects.put("p/000-late", utf8("before the cursor"));
        } while (cursor !== undefined);
        expect(seen.filter((key) => key !== "p/000-late")).toEqual(wanted);
      }
    });

    it("lists more than 1,000 objects by following the cursor", async () => {
      const { objects } = subject();
      const wanted = Array.from({ length: 1_030 }, (_, index) => `p/${String(index).padStart(5, "0")}`);
      for (let at = 0; at < wanted.length; at += 50)
        await Promise.all(wanted.slice(at, at + 50).map((key) => objects.put(key, utf8("x"))));
      const first = await objects.list("p/");
      const second = first.cursor === undefined ? { objects: [] } : await objects.list("p/", { cursor: first.cursor });
      expect([...first.objects, ...second.objects].map(({ key }) => key)).toEqual(wanted);
    });

    const apart = async (all: readonly string[]): Promise<void> => {
      const { objects } = subject();
      for (const key of all) await objects.put(key, utf8(`body of ${key}`));
      for (const key of all) expect(await textOf(await objects.get(key))).toBe(`body of ${key}`);
      expect(new Set((await objects.list("")).objects.map(({ key }) => key))).toEqual(new Set(all));
    };

    it("keeps keys apart that differ in spaces, signs, case or any Unicode", () =>
      apart([
        "a b",
        "a+b",
        "a%20b",
        "b",
        "漢字/😀.txt",
        "a'b\"c",
        "a?b#c",
        "CON",
        "con",
        "a\\b",
        "A b",
        "é",
        "e\u0301",
      ]));

    needs("dotSegments", "takes keys for names, never for paths", () =>
      apart(["a/../b", "b", "../b", "a/./b", "a/b", "a//b", "/a/b", "a/b/", "a/b/c"]),
    );

    needs("notifications", "emits one S3 event into the intake queue for a put under inbox/", async () => {
      const { objects } = subject();
      const key = "inbox/a b+c%/漢字 😀.zip";
      const put = await objects.put(key, utf8("hello"));
      const [event] = await eventually(subject(), "the event", async () => {
        const got = await events();
        return got.length > 0 ? got : undefined;
      });
      const { Records } = parseMessage(S3Notification, event!);
      expect(Records).toHaveLength(1);
      expect(Records[0]?.eventName).toMatch(/^ObjectCreated:(Put|CompleteMultipartUpload)$/);
      expect(objectKey(Records[0]!)).toBe(key);
      expect(Records[0]?.s3).toMatchObject({ bucket: { name: objects.bucket }, object: { size: 5 } });
      expect(Records[0]?.s3.object.eTag?.replaceAll('"', "")).toBe(put.etag);
      expect(Records[0]?.s3.object.versionId).toBe(put.version);
      expect(await events()).toEqual([]);
    });

    needs("notifications", "emits one event for a streamed body too, and one for every put of a key", async () => {
      const { objects } = subject();
      await objects.put("inbox/large", chunks(noise(6 * MB), MB));
      await objects.put("inbox/large", utf8("again"));
      const got: string[] = [];
      await eventually(subject(), "two events", async () => {
        got.push(...(await events()));
        return got.length >= 2 ? true : undefined;
      });
      const sizes = got.map((body) => parseMessage(S3Notification, body).Records[0]?.s3.object.size);
      expect(sizes.toSorted((a, b) => a! - b!)).toEqual([5, 6 * MB]);
    });

    needs(
      "notifications",
      "emits nothing for other keys, for metadata, for deletes and for puts that lost",
      async () => {
        const { objects } = subject();
        await objects.put("components/a", utf8("x"));
        await objects.put("inboxes/a", utf8("x"));
        await objects.put("inbox/a", utf8("x"));
        await objects.setMetadata("inbox/a", { state: "settled" });
        if (without.ifAbsent === undefined) await objects.put("inbox/a", utf8("y"), { ifAbsent: true });
        await objects.delete("inbox/a");
        await objects.put("inbox/last", utf8("x"));
        const got: string[] = [];
        await eventually(subject(), "the last event", async () => {
          got.push(...(await events()));
          return got.some((body) => body.includes("inbox/last")) ? true : undefined;
        });
        const keys = got.map((body) => objectKey(parseMessage(S3Notification, body).Records[0]!));
        expect(keys.toSorted()).toEqual(["inbox/a", "inbox/last"]);
      },
    );

    needs("presign", "hands out a request that puts the key once, with what was declared", async () => {
      const { objects, upload = send } = subject();
      const key = "inbox/from outside+é.txt";
      const metadata = { urgency: "high", name: anyUnicode };
      const request = await objects.uploads.put(key, { expiresSeconds: 60, contentType: "text/plain", metadata });
      expect(await upload(request, utf8("uploaded"))).toMatchObject({ status: 200 });
      expect(await textOf(await objects.get(key))).toBe("uploaded");
      expect(await objects.head(key)).toMatchObject({ metadata, contentType: "text/plain" });
    });

    needs("presign", "takes an upload in parts, and shows it when it is complete, whole", async () => {
      const { objects, upload = send } = subject();
      const key = "inbox/large";
      const metadata = { source: anyUnicode };
      const whole = noise(6 * MB);
      const id = await objects.uploads.begin(key, { contentType: "application/zip", metadata });
      const parts: UploadedPart[] = [];
      // In any order: the second part goes first.
      for (const [part, bytes] of [
        [2, whole.subarray(5 * MB)],
        [1, whole.subarray(0, 5 * MB)],
      ] as const) {
        const answer = await upload(await objects.uploads.part(key, id, part, { expiresSeconds: 60 }), bytes);
        parts.unshift({ part, etag: answer.etag ?? "none" });
      }
      expect(await objects.head(key)).toBeUndefined();
      const wrong = parts.map((one) => ({ ...one, etag: "0".repeat(32) }));
      expect(await objects.uploads.complete(key, id, wrong)).toBeUndefined();
      const done = await objects.uploads.complete(key, id, parts);
      const info = await objects.head(key);
      expect(info).toMatchObject({ bytes: 6 * MB, metadata, contentType: "application/zip", etag: done?.etag });
      expect(info?.version).toBe(done?.version);
      const found = await objects.get(key);
      expect(found && sha(Buffer.concat(await collect(found.body)))).toBe(sha(whole));
      expect(await objects.uploads.complete(key, id, parts)).toBeUndefined();
      expect((await objects.list("uploads/")).objects).toEqual([]);
      await objects.uploads.abort(key, id);
      expect(await objects.head(key)).toMatchObject({ bytes: 6 * MB });
    });

    needs("presign", "gives an upload in parts up, and keeps nothing of it", async () => {
      const { objects, upload = send } = subject();
      const key = "inbox/given up";
      const id = await objects.uploads.begin(key, {});
      const { etag = "none" } = await upload(
        await objects.uploads.part(key, id, 1, { expiresSeconds: 60 }),
        utf8("some of it"),
      );
      await objects.uploads.abort(key, id);
      expect(await objects.uploads.complete(key, id, [{ part: 1, etag }])).toBeUndefined();
      expect(await objects.head(key)).toBeUndefined();
      expect((await objects.list("uploads/")).objects).toEqual([]);
      await objects.uploads.abort(key, id);
    });
  });

const send = async (
  { url, headers }: PresignedRequest,
  body: Uint8Array,
): Promise<{ status: number; etag?: string }> => {
  const response = await fetch(url, { method: "PUT", body: Buffer.from(body), headers });
  await response.arrayBuffer();
  const etag = response.headers.get("etag")?.replaceAll('"', "");
  return { status: response.status, ...(etag === undefined ? {} : { etag }) };
};
