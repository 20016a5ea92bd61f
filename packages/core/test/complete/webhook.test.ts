import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { PackageEvent, SubscriberContext } from "../../src/choreography/define-subscriber.ts";
import { completions } from "../../src/stages/complete/completions.ts";
import { webhook } from "../../src/subscribers/webhook.ts";
import { deliver } from "../drive.ts";

const KEY = Buffer.alloc(32, 7);
const secrets = () => `whsec_${KEY.toString("base64")}`;

interface Answer {
  status: number;
  headers?: Record<string, string>;
}

let servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  servers = [];
});

/** A receiver on loopback that gives these answers in turn, the last one for ever; and what it was sent. */
const receiver = async (...answers: Answer[]) => {
  const got: { path: string | undefined; headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { status, headers = {} } = answers[Math.min(got.length, answers.length - 1)] ?? { status: 204 };
    got.push({ path: request.url, headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(status, { connection: "close", ...headers }).end();
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook/private-token` };
};

const delivered = async (url: string, secret = secrets) => {
  const onComplete = [webhook({ url, secret: "KEY" })];
  const world = await deliver("FIRE", { onComplete, secrets: secret });
  const [status] = await completions(world.pipeline, world.row);
  return { ...world, status };
};

describe("webhook", () => {
  it("posts the event, signed as Standard Webhooks asks", async () => {
    const { got, url } = await receiver({ status: 200 });
    const { row, status } = await delivered(url);
    expect(status?.outcome).toBe("succeeded");
    const [{ headers, body }] = [got[0] ?? expect.fail("nothing came")];
    expect(headers).toMatchObject({ "content-type": "application/json", "webhook-id": `${row.id}/1/webhook` });
    const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
    expect(headers["webhook-signature"]).toBe(
      `v1,${createHmac("sha256", KEY).update(signed, "utf8").digest("base64")}`,
    );
    expect(headers["webhook-timestamp"]).toMatch(/^\d{10}$/);
    expect(JSON.parse(body)).toMatchObject({
      type: "package.complete",
      timestamp: new Date(row.finishedAt ?? 0).toISOString(),
      data: { state: "complete", round: 1, package: { id: row.id }, result: { findings: [{ title: "FIRE" }] } },
    });
  });

  it("repeats a refused delivery under one id until it is taken", async () => {
    const { got, url } = await receiver(
      { status: 500 },
      { status: 503, headers: { "retry-after": "120" } },
      { status: 204 },
    );
    const { status } = await delivered(url);
    expect(status).toMatchObject({ outcome: "succeeded", attempts: 3 });
    expect(new Set(got.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    const [first, second, third] = got.map(({ headers }) => Number(headers["webhook-timestamp"]));
    expect(second).toBeGreaterThan(first ?? 0);
    expect((third ?? 0) - (second ?? 0)).toBeGreaterThanOrEqual(120);
  });

  it.each([
    ["120", 120],
    ["0", 1],
    ["86400", 900],
    ["Mon, 05 Jan 2026 09:05:00 GMT", 300],
  ])("comes again when retry-after says: %s", async (value, afterSeconds) => {
    const { url } = await receiver({ status: 429, headers: { "retry-after": value } });
    const handle = await webhook({ url, secret: "KEY" }).load();
    const at = Date.UTC(2026, 0, 5, 9);
    const of = { id: "p", name: "a", bytes: 1, receivedAt: at };
    const event: PackageEvent = { key: "p/1/webhook", state: "complete", round: 1, at, package: of };
    const context = {
      secret: secrets,
      now: () => at,
      signal: new AbortController().signal,
    } as unknown as SubscriberContext;
    await expect(handle(event, context)).rejects.toMatchObject({ kind: "retry-later", afterSeconds });
  });

  it("gives up at once where the receiver is gone", async () => {
    const { got, url } = await receiver({ status: 410 });
    const { status } = await delivered(url);
    expect(got).toHaveLength(1);
    expect(status).toMatchObject({ outcome: "failed", attempts: 1, error: { kind: "webhook-gone" } });
    expect(status?.error?.message).not.toContain("private-token");
  });

  it("follows no redirect", async () => {
    const elsewhere = await receiver({ status: 200 });
    const { got, url } = await receiver({ status: 307, headers: { location: elsewhere.url } });
    const { status } = await delivered(url);
    expect(status).toMatchObject({ outcome: "failed", error: { kind: "webhook-refused" } });
    expect(status?.error?.message).toMatch(/^127\.0\.0\.1:\d+ answered 307$/);
    expect([got.length, elsewhere.got.length]).toEqual([4, 0]);
  });

  it("refuses a signing key that is not one, without sending anything", async () => {
    const { got, url } = await receiver({ status: 200 });
    const { status } = await delivered(url, () => "whsec_c2hvcnQ=");
    expect(status).toMatchObject({ outcome: "failed", attempts: 1, error: { kind: "invalid-secret" } });
    expect(got).toEqual([]);
  });

  it.each(["http://127.0.0.1:1/x", "http://localhost/x", "http://[::1]/x", "https://example.com/x"])(
    "takes %s",
    (url) => {
      expect(webhook({ url, secret: "K" }).needs).toEqual({ secrets: ["K"] });
    },
  );

  it.each([
    "http://example.com",
    "http://127.0.0.1.example.com",
    "http://localhost.example.com",
    "ftp://127.0.0.1",
    "file:///etc",
    "//x",
    "",
  ])("refuses %j", (url) => expect(() => webhook({ url, secret: "K" })).toThrow("it must be an https: address"));
});
