import { memoryCloud } from "@torrent/core/testing/memory";
import { describe, expect, test, vi } from "vitest";
import { registerUploaded } from "../../src/register.ts";
import { bodyOf, files, setUp } from "../support/api.ts";
import { notes } from "../support/notes.ts";

const body = JSON.stringify(files(2));
const sha256 = "5".repeat(64);

const textOf = async ({ cloud }: ReturnType<typeof setUp>["world"], key: string): Promise<string> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of (await cloud.objects.get(key))?.body ?? []) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

const put = (request: ReturnType<typeof setUp>["request"], url: string, content: string = body) =>
  request(url, { method: "PUT", body: content, headers: { "content-type": "application/zip" } });

describe("submitting through this server", () => {
  test("accepts the bytes for a ticket, and the package starts with the declared options", async () => {
    const { world, request, post, json } = setUp();
    const ticket = await post(
      "/api/v1/uploads",
      { name: "my data.zip", sha256, urgency: "critical", source: "legal" },
      201,
    );
    expect(ticket.key).toBe(`inbox/${sha256.slice(0, 16)}/my data.zip`);
    const stored = await put(request, ticket.url);
    expect(stored.status).toBe(201);
    const { id } = await bodyOf(stored);
    await world.finish();
    const pkg = await json(`/api/v1/packages/${id}`);
    expect(pkg).toMatchObject({ state: "complete", name: "my data.zip" });
    const audited = await world.cloud.objects.list("audit/");
    const lines = await Promise.all(audited.objects.map(async ({ key }) => JSON.parse(await textOf(world, key))));
    expect(lines.map(({ action }) => action).toSorted()).toEqual(["upload", "upload-ticket"]);
    expect(pkg.priority.factors).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: "urgency", evidence: "declared critical" })]),
    );
  });

  test("the same content under the same name is the same package and is not sent again", async () => {
    const { world, request, post, json } = setUp();
    const first = await post("/api/v1/uploads", { name: "a.zip", sha256 }, 201);
    const { id } = await bodyOf(await put(request, first.url));
    await world.finish();
    const second = await post("/api/v1/uploads", { name: "a.zip", sha256 }, 200);
    expect(second.packageId).toBe(id);
    expect((await json("/api/v1/packages")).packages).toHaveLength(1);
  });

  test("never overwrites an object: other content gets another key", async () => {
    const { request, post } = setUp();
    const first = await post("/api/v1/uploads", { name: "a.zip" }, 201);
    const second = await post("/api/v1/uploads", { name: "a.zip" }, 201);
    expect(first.key).not.toBe(second.key);
    expect((await put(request, first.url)).status).toBe(201);
    const again = await put(request, first.url, "other");
    expect(again.status).toBe(409);
    expect((await bodyOf(again)).detail).toMatch(/already exists; request a new upload URL/);
  });

  test.each(["", "../a", "a/../b", "/a", "a/", "a//b", "a\u0000b", "a\nb", "x".repeat(901)])(
    "refuses the name %j and says why",
    async (name) => {
      const { post, request } = setUp();
      const problem = await post("/api/v1/uploads", { name }, 400);
      expect(problem.errors[0].where).toBe("json.name");
      if (name !== "") expect((await put(request, `/api/v1/inbox/${encodeURIComponent(name)}`)).status).toBe(400);
    },
  );

  test("accepts a name of the greatest allowed length at both steps", async () => {
    const { request, post } = setUp();
    for (const name of ["x".repeat(900), "ä".repeat(450)]) {
      const ticket = await post("/api/v1/uploads", { name }, 201);
      expect((await put(request, ticket.url)).status).toBe(201);
    }
  });

  test.each(["bidi\u202Egnp.exe", "zero\u200bwidth", "tag\u{e0041}", "filler\u3164", "soft\u00adhyphen"])(
    "refuses the deceptive name %j",
    async (name) => {
      const { post } = setUp();
      const problem = await post("/api/v1/uploads", { name }, 400);
      expect(problem.errors[0].detail).toContain("invisible or reordering character");
    },
  );

  test("lists the package as soon as the upload is acknowledged", async () => {
    const cloud = memoryCloud();
    const { request, json, world } = setUp({ register: registerUploaded(cloud, notes) }, { cloud });
    const { id } = await bodyOf(await put(request, "/api/v1/inbox/a.zip"));
    expect(await json(`/api/v1/packages/${id}`)).toMatchObject({ state: "intake", name: "a.zip" });
    await world.finish();
    expect(await json(`/api/v1/packages/${id}`)).toMatchObject({ state: "complete" });
    expect((await json("/api/v1/packages")).packages).toHaveLength(1);
  });

  test("counts a body without a declared length, and refuses one that exceeds the limit", async () => {
    const { request, world } = setUp();
    const chunk = new Uint8Array(2 ** 20);
    // As long as is claimed, in one chunk and the same memory over and over.
    Object.defineProperty(chunk, "length", { value: 2 ** 45 });
    const stream = new ReadableStream({ pull: (controller) => controller.enqueue(chunk) });
    const init = { method: "PUT", body: stream, duplex: "half" } as RequestInit;
    const answer = await request("/api/v1/inbox/endless.bin", init);
    expect(answer.status).toBe(413);
    expect(await world.cloud.objects.head("inbox/endless.bin")).toBeUndefined();
  });

  test.each([
    ["ENOSPC", Object.assign(new Error("write"), { code: "ENOSPC" })],
    ["SQLite", Object.assign(new Error("database or disk is full"), { errcode: 13 })],
  ])("says so when the disk is full: %s", async (_, error) => {
    const { request, world } = setUp();
    const failing = vi.spyOn(world.cloud.objects, "put").mockRejectedValue(error);
    const answer = await put(request, "/api/v1/inbox/a.zip");
    failing.mockRestore();
    expect(answer.status).toBe(507);
    expect((await bodyOf(answer)).detail).toContain("disk is full");
  });

  test("refuses an oversized package before reading it", async () => {
    const { request } = setUp();
    const answer = await request("/api/v1/inbox/a.zip", {
      method: "PUT",
      body: "x",
      headers: { "content-length": String(2 ** 40) },
    });
    expect(answer.status).toBe(413);
  });
});

describe("submitting to a presigned address", () => {
  const declared = { urgency: "critical", source: "legal", deadlineHours: 2, tolerateFailedPercent: 5 };

  test("returns a presigned URL and accepts no bytes itself", async () => {
    const { world, request, post } = setUp({ directUploads: false });
    const ticket = await post("/api/v1/uploads", { name: "a.zip", contentType: "application/zip", sha256 }, 201);
    expect(ticket).toMatchObject({ method: "PUT", headers: { "content-type": "application/zip" } });
    expect(await world.cloud.objects.upload(ticket.url, new TextEncoder().encode(body))).toMatchObject({ status: 200 });
    await world.finish();
    expect((await world.cloud.packages.list({ limit: 5 })).packages).toMatchObject([{ state: "complete" }]);
    const refused = await put(request, "/api/v1/inbox/a.zip");
    expect(refused.status).toBe(403);
  });

  /** What was declared, as the package's row has it in the end. */
  const expectDeclared = async (world: ReturnType<typeof setUp>["world"]): Promise<void> => {
    await world.step(["intake"]);
    const [row] = (await world.cloud.packages.list({ limit: 5 })).packages;
    expect(row).toMatchObject({ name: "a.zip", toleratedFailurePercent: 5 });
    expect((row?.deadlineAt ?? 0) - (row?.createdAt ?? 0)).toBe(2 * 3_600_000);
    expect(row?.declared).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: "urgency", evidence: "declared critical" }),
        expect.objectContaining({ name: "source", evidence: "legal" }),
      ]),
    );
  };

  test("passes the declared options to the package", async () => {
    const { world, post } = setUp({ directUploads: false });
    const ticket = await post("/api/v1/uploads", { name: "a.zip", ...declared }, 201);
    await world.cloud.objects.upload(ticket.url, new TextEncoder().encode(body));
    await expectDeclared(world);
  });

  describe("in parts", () => {
    const large = JSON.stringify([{ name: "large.txt", text: "x".repeat(9 * 2 ** 20) }]);
    const bytes = new TextEncoder().encode(large);

    const begin = async (post: ReturnType<typeof setUp>["post"], more: object = {}) =>
      post("/api/v1/uploads", { name: "a.zip", bytes: bytes.length, ...more }, 201);

    test("passes the declared options and becomes one package when completed", async () => {
      const { world, post } = setUp({ directUploads: false });
      const { parts, url, key } = await begin(post, declared);
      expect(url).toBe("");
      expect(parts).toMatchObject({ count: 2, bytes: 8 * 2 ** 20 });
      const asked = await post("/api/v1/uploads/parts", { upload: parts.upload, parts: [1, 2] }, 200);
      const sent = await Promise.all(
        asked.parts.map(async (part: { part: number; url: string }) => {
          const from = (part.part - 1) * parts.bytes;
          const answer = await world.cloud.objects.upload(part.url, bytes.subarray(from, from + parts.bytes));
          return { part: part.part, etag: `"${answer.etag}"` };
        }),
      );
      expect(await world.step(["intake"])).toBe(0);
      const done = await post("/api/v1/uploads/complete", { upload: parts.upload, parts: sent.reverse() }, 201);
      expect(done.key).toBe(key);
      await expectDeclared(world);
      expect((await world.cloud.packages.list({ limit: 5 })).packages).toMatchObject([
        { id: done.id, bytes: bytes.length },
      ]);
      expect(await post("/api/v1/uploads/complete", { upload: parts.upload, parts: sent }, 201)).toEqual(done);
    });

    test("is not completed with missing parts or with an upload id that this API did not issue", async () => {
      const { post } = setUp({ directUploads: false });
      const { parts } = await begin(post);
      const wrong = [{ part: 1, etag: "0".repeat(32) }];
      expect((await post("/api/v1/uploads/complete", { upload: parts.upload, parts: wrong }, 409)).detail).toMatch(
        /upload the parts again/,
      );
      for (const upload of [
        `${parts.upload}x`,
        "AAAA",
        Buffer.from('{"key":"inbox/x","id":"1"}').toString("base64url"),
      ]) {
        await post("/api/v1/uploads/complete", { upload, parts: wrong }, 400);
        await post("/api/v1/uploads/parts", { upload, parts: [1] }, 400);
      }
    });

    test("can be aborted: nothing of it is left, and it cannot be completed", async () => {
      const { world, post, request } = setUp({ directUploads: false });
      const { parts } = await begin(post);
      const asked = await post("/api/v1/uploads/parts", { upload: parts.upload, parts: [1] }, 200);
      const { etag } = await world.cloud.objects.upload(asked.parts[0].url, bytes.subarray(0, parts.bytes));
      const abort = (upload: string) =>
        request("/api/v1/uploads/abort", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ upload }),
        });
      expect((await abort(`${parts.upload}x`)).status).toBe(400);
      expect((await abort(parts.upload)).status).toBe(204);
      expect((await abort(parts.upload)).status).toBe(204);
      expect((await world.cloud.objects.list("uploads/")).objects).toEqual([]);
      await post("/api/v1/uploads/complete", { upload: parts.upload, parts: [{ part: 1, etag }] }, 409);
    });

    test("is refused if it exceeds the package limit", async () => {
      const { post } = setUp({ directUploads: false });
      await post("/api/v1/uploads", { name: "a.zip", bytes: 2 ** 40 }, 413);
    });
  });
});
