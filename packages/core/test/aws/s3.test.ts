import { Readable } from "node:stream";
import { GetObjectCommand, HeadObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { commands, createBucket, emulatedAccess, record, startFauxqs } from "@torrent/testing/emulators";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type S3Config, s3Client, s3ObjectStore } from "../../src/aws/s3.ts";

const MB = 2 ** 20;

let emulator: Awaited<ReturnType<typeof startFauxqs>>;
let buckets = 0;
beforeAll(async () => {
  emulator = await startFauxqs();
});
afterAll(() => emulator.stop());

const fresh = async (part: Partial<S3Config> = {}) => {
  const config = { ...emulatedAccess, endpoint: emulator.endpoint, pathStyle: true, bucket: `bucket-${buckets++}` };
  const client = s3Client(config);
  await createBucket(client, config.bucket);
  return { objects: s3ObjectStore({ ...config, ...part }, client), client, calls: record(client) };
};

async function* megabytes(count: number): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < count; index += 1) yield Buffer.alloc(MB, index);
}

const collected = async (body: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** A client whose `send` is the given function: for answers that no emulator gives. */
const answering = (send: (command: { input: Record<string, unknown> }) => unknown): S3Client =>
  ({ send: async (command: { input: Record<string, unknown> }) => send(command) }) as unknown as S3Client;

const failure = (name: string, httpStatusCode: number): Error =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });

describe("calls", () => {
  it("makes no call that is not needed", async () => {
    const { objects, calls } = await fresh();
    const madeBy = async (work: () => Promise<unknown>) => {
      calls.length = 0;
      await work();
      return commands(calls);
    };
    expect(await madeBy(() => objects.put("a", Buffer.from("x")))).toEqual(["PutObject"]);
    expect(await madeBy(() => objects.put("a", megabytes(2)))).toEqual(["PutObject"]);
    expect(await madeBy(() => objects.put("b", Buffer.from("x"), { ifAbsent: true }))).toEqual(["PutObject"]);
    expect(await madeBy(async () => collected((await objects.get("a"))!.body))).toEqual(["GetObject"]);
    expect(await madeBy(() => objects.head("a"))).toEqual(["HeadObject"]);
    expect(await madeBy(() => objects.list("a"))).toEqual(["ListObjectsV2"]);
    expect(await madeBy(() => objects.delete("a"))).toEqual(["DeleteObject"]);
    expect(await madeBy(() => objects.setMetadata("b", { state: "x" }))).toEqual(["HeadObject", "CopyObject"]);
    expect(await madeBy(() => objects.uploads.put("b", { expiresSeconds: 60 }))).toEqual([]);
  });

  it("asks S3 itself to decide who writes first, and for the winner only where it lost", async () => {
    const { objects, calls } = await fresh();
    await objects.put("a", Buffer.from("first"), { ifAbsent: true });
    await objects.put("a", Buffer.from("second"), { ifAbsent: true });
    expect(calls.map(({ command, input }) => [command, input.IfNoneMatch])).toEqual([
      ["PutObject", "*"],
      ["PutObject", "*"],
      ["HeadObject", undefined],
    ]);
  });
});

describe("large objects", () => {
  it("streams 20 MB in three parts, with metadata, and reads them back", async () => {
    const { objects, calls } = await fresh();
    const { written } = await objects.put("large", megabytes(20), { metadata: { name: "größe" }, ifAbsent: true });
    expect(written).toBe(true);
    expect(commands(calls).toSorted()).toEqual(
      ["CreateMultipartUpload", "UploadPart", "UploadPart", "UploadPart", "CompleteMultipartUpload"].toSorted(),
    );
    const got = await objects.get("large");
    expect(got?.info).toMatchObject({ bytes: 20 * MB, metadata: { name: "größe" } });
    const whole = await collected(got!.body);
    expect([whole[0], whole[10 * MB], whole[20 * MB - 1]]).toEqual([0, 10, 19]);
  });

  it("loses a race at the end of a multipart upload, and leaves no parts behind", async () => {
    const { objects, calls } = await fresh();
    await objects.put("large", Buffer.from("there already"));
    const lost = await objects.put("large", megabytes(17), { ifAbsent: true });
    expect(lost).toEqual({ written: false, etag: (await objects.head("large"))?.etag });
    expect(commands(calls)).toContain("AbortMultipartUpload");
  });

  it("aborts the upload where its source breaks after some parts", async () => {
    const { objects, calls } = await fresh();
    const breaking = async function* () {
      yield* megabytes(17);
      throw new Error("source broke");
    };
    await expect(objects.put("large", breaking())).rejects.toThrow("source broke");
    expect(commands(calls)).toContain("AbortMultipartUpload");
    expect(await objects.head("large")).toBeUndefined();
  });
});

describe("a write while another one to the same key is under way (409)", () => {
  const conflicting = (found?: { ETag: string }) =>
    s3ObjectStore(
      { bucket: "b" },
      answering((command) => {
        if (!(command instanceof HeadObjectCommand)) throw failure("ConditionalRequestConflict", 409);
        if (!found) throw failure("NotFound", 404);
        return { ...found, ContentLength: 1 };
      }),
    );

  it("is a lost race, where the other one has ended by now", async () => {
    const lost = await conflicting({ ETag: '"other"' }).put("a", Buffer.from("x"), { ifAbsent: true });
    expect(lost).toEqual({ written: false, etag: "other" });
  });

  it("is tried again later, where the other one has not", async () => {
    await expect(conflicting().put("a", Buffer.from("x"), { ifAbsent: true })).rejects.toMatchObject({
      kind: "retry-later",
      afterSeconds: 5,
    });
  });

  it("lets a copy begin again", async () => {
    let conflicts = 2;
    const objects = s3ObjectStore(
      { bucket: "b" },
      answering((command) => {
        if (command instanceof HeadObjectCommand) return { ETag: '"e"', ContentLength: 1 };
        conflicts -= 1;
        if (conflicts >= 0) throw failure("OperationAborted", 409);
        return {};
      }),
    );
    expect(await objects.setMetadata("a", { state: "x" })).toBe(true);
  });

  it("stays an error where the conflict is of another kind", async () => {
    const objects = s3ObjectStore(
      { bucket: "b" },
      answering(() => {
        throw failure("BucketAlreadyExists", 409);
      }),
    );
    await expect(objects.put("a", Buffer.from("x"))).rejects.toThrow("BucketAlreadyExists");
  });
});

describe("without conditional writes", () => {
  it("looks before it writes, and leaves out the condition that the emulator does not know", async () => {
    const { objects, calls } = await fresh({ conditionalWrites: false });
    expect((await objects.put("a", Buffer.from("first"), { ifAbsent: true })).written).toBe(true);
    const second = await objects.put("a", Buffer.from("second"), { ifAbsent: true });
    expect(second).toEqual({ written: false, etag: (await objects.head("a"))?.etag });
    expect(calls.map(({ command, input }) => [command, input.IfNoneMatch]).slice(0, 3)).toEqual([
      ["HeadObject", undefined],
      ["PutObject", undefined],
      ["HeadObject", undefined],
    ]);
  });
});

describe("broken reads", () => {
  const whole = Buffer.from("0123456789");
  /** Each answer serves the asked range up to where it breaks. */
  const breaking = (breaks: readonly number[], laterEtag = '"e1"') => {
    const ranges: unknown[] = [];
    const client = answering((command) => {
      if (!(command instanceof GetObjectCommand)) throw new TypeError("Only GetObject is there");
      const { Range, IfMatch } = command.input;
      const start = Number(/bytes=(\d+)/.exec(Range ?? "")?.[1] ?? 0);
      if (IfMatch !== undefined && IfMatch !== laterEtag) throw failure("PreconditionFailed", 412);
      const upTo = breaks[ranges.length] ?? whole.length;
      ranges.push(Range);
      const body = Readable.from(
        (function* () {
          if (upTo > start) yield whole.subarray(start, upTo);
          if (upTo < whole.length) throw new Error("ECONNRESET");
        })(),
      );
      return { Body: body, ETag: '"e1"', ContentLength: whole.length, LastModified: new Date(1) };
    });
    return { objects: s3ObjectStore({ bucket: "b" }, client), ranges };
  };

  it("goes on where the connection broke", async () => {
    const { objects, ranges } = breaking([3, 3, 7]);
    const got = await objects.get("a");
    expect((await collected(got!.body)).toString()).toBe("0123456789");
    expect(ranges).toEqual([undefined, "bytes=3-9", "bytes=3-9", "bytes=7-9"]);
  });

  it("gives up where nothing more comes", async () => {
    const { objects, ranges } = breaking([3, 3, 3, 3, 3, 3]);
    const got = await objects.get("a");
    await expect(collected(got!.body)).rejects.toThrow("ECONNRESET");
    expect(ranges).toHaveLength(4);
  });

  it("fails where the object was replaced meanwhile: never two objects in one stream", async () => {
    const { objects } = breaking([3], '"e2"');
    const got = await objects.get("a");
    await expect(collected(got!.body)).rejects.toThrow('"a" changed while it was read');
  });
});

describe("a connection to the emulator that breaks", () => {
  /** The first body of a GET ends in an error after three bytes. */
  const breakFirst = (client: S3Client): void => {
    let broken = false;
    client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          const answer = await next(args);
          if (commandName !== "GetObjectCommand" || broken) return answer;
          broken = true;
          const output = answer.output as { Body: Readable };
          output.Body.destroy();
          output.Body = Readable.from(
            (function* () {
              yield Buffer.from("012");
              throw new Error("ECONNRESET");
            })(),
          );
          return answer;
        },
      { step: "initialize" },
    );
  };

  it("is asked for the rest of the same object", async () => {
    const { objects, client, calls } = await fresh();
    breakFirst(client);
    await objects.put("a", Buffer.from("0123456789"));
    const got = await objects.get("a", { start: 0, end: 8 });
    expect((await collected(got!.body)).toString()).toBe("01234567");
    expect(calls.at(-1)?.input).toMatchObject({ Range: "bytes=3-7", IfMatch: `"${got?.info.etag}"` });
  });

  it("fails the read where another object is there by then", async () => {
    const { objects, client } = await fresh();
    breakFirst(client);
    await objects.put("a", Buffer.from("0123456789"));
    const got = await objects.get("a");
    await objects.put("a", Buffer.from("9876543210"));
    await expect(collected(got!.body)).rejects.toThrow('"a" changed while it was read');
  });
});

describe("errors", () => {
  it("takes a missing object for a value, and a missing bucket for an error", async () => {
    const missing = s3ObjectStore(
      { bucket: "b" },
      answering(() => Promise.reject(failure("NoSuchKey", 404))),
    );
    expect(await missing.get("a")).toBeUndefined();
    const nowhere = s3ObjectStore(
      { bucket: "b" },
      answering(() => Promise.reject(failure("NoSuchBucket", 404))),
    );
    await expect(nowhere.get("a")).rejects.toThrow("NoSuchBucket");
  });

  it("settles at once what S3 will never take, and leaves the rest to a retry", async () => {
    const put = (error: Error) =>
      s3ObjectStore(
        { bucket: "b" },
        answering(() => Promise.reject(error)),
      ).put("k", Buffer.from("x"));
    await expect(put(failure("KeyTooLongError", 400))).rejects.toMatchObject({ kind: "object-refused" });
    await expect(put(failure("SlowDown", 503))).rejects.toMatchObject({ name: "SlowDown" });
    await expect(put(failure("AccessDenied", 403))).rejects.toMatchObject({ name: "AccessDenied" });
  });

  it("leaves the metadata of an object past 5 GiB as it is, and says so", async () => {
    const huge = s3ObjectStore(
      { bucket: "b" },
      answering(() => ({ ContentLength: 5 * 2 ** 30 + 1, ETag: '"e"' })),
    );
    expect(await huge.setMetadata("k", {})).toBe(false);
  });

  it("describes the new bytes where an object is replaced between the look and the copy", async () => {
    const seen: unknown[] = [];
    let etag = 0;
    const client = answering(({ input }) => {
      if (!("CopySource" in input)) {
        etag += 1;
        return { ContentLength: 1, ETag: `"e${etag}"`, ContentType: "text/csv" };
      }
      seen.push([input.CopySourceIfMatch, input.ContentType, input.CopySource]);
      if (etag < 3) throw failure("PreconditionFailed", 412);
      return {};
    });
    expect(await s3ObjectStore({ bucket: "b" }, client).setMetadata("a b/ü", { state: "x" })).toBe(true);
    expect(seen).toEqual([1, 2, 3].map((turn) => [`"e${turn}"`, "text/csv", "b/a%20b/%C3%BC"]));
  });
});

describe("presigned uploads", () => {
  it("fix the content type where one is given, and carry no checksum of a body that nobody has seen", async () => {
    const { objects } = await fresh();
    const request = await objects.uploads.put("inbox/a.zip", { expiresSeconds: 90, contentType: "application/zip" });
    const url = new URL(request.url);
    expect(url.searchParams.get("X-Amz-SignedHeaders")).toBe("content-type;host");
    expect(url.searchParams.get("X-Amz-Expires")).toBe("90");
    expect([...url.searchParams.keys()].filter((name) => name.includes("checksum"))).toEqual([]);
  });

  it("sign what was declared as headers, so that it can be neither changed nor left out, and is in no proxy's log", async () => {
    const { objects } = await fresh();
    const metadata = { urgency: "high", name: "Übergabe 3" };
    const { url, headers } = await objects.uploads.put("inbox/a.zip", { expiresSeconds: 90, metadata });
    expect(headers).toEqual({ "x-amz-meta-urgency": "high", "x-amz-meta-name": "%C3%9Cbergabe 3" });
    const query = new URL(url).searchParams;
    expect(query.get("X-Amz-SignedHeaders")).toBe("host;x-amz-meta-name;x-amz-meta-urgency");
    expect(url).not.toContain("high");
  });
});
