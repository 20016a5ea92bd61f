import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { byTokens, createApi, hashToken } from "../../src/api/index.ts";
import { files } from "../support/api.ts";
import { createWorld } from "../support/world.ts";

/** What Lambda's runtime puts there: the handler's answer goes into a stream, after a head of its own. */
class Answer extends Writable {
  head: { statusCode: number; headers: Record<string, string> } | undefined;
  readonly chunks: string[] = [];
  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.chunks.push(chunk.toString());
    done();
  }
}

type Stream = (event: unknown, answer: Writable, context: object) => Promise<void>;
(globalThis as { awslambda?: unknown }).awslambda = {
  streamifyResponse: (handler: Stream) => handler,
  HttpResponseStream: {
    from: (answer: Answer, head: Answer["head"]) => {
      answer.head = head;
      return answer;
    },
  },
};
const { streamHandle } = await import("hono/aws-lambda");

const setUp = () => {
  const world = createWorld();
  const authenticate = byTokens([{ name: "viewer", sha256: hashToken("t"), role: "read" }]);
  const api = createApi({
    cloud: world.cloud,
    choreography: world.choreography,
    auth: { mode: "bearer", authenticate },
    cursorKey: "k",
  });
  const handler = streamHandle(api) as unknown as Stream;
  const call = (path: string, token: string | undefined, answer = new Answer()) => {
    const [rawPath = "", rawQueryString = ""] = path.split("?");
    const headers = {
      host: "abc.lambda-url.eu-central-1.on.aws",
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    };
    const http = { method: "GET", path: rawPath, sourceIp: "203.0.113.9", protocol: "HTTP/1.1", userAgent: "" };
    const requestContext = { http, domainName: headers.host, stage: "$default", requestId: "r" };
    const event = {
      version: "2.0",
      routeKey: "$default",
      rawPath,
      rawQueryString,
      headers,
      requestContext,
      isBase64Encoded: false,
    };
    return { answer, ended: handler(event, answer, {}) };
  };
  return { world, call };
};

test("the same app responds behind a function URL and requires a token there", async () => {
  const { world, call } = setUp();
  await world.submit("a.zip", files(3));
  await world.finish();
  const asked = call("/api/v1/packages?state=complete", "t");
  await asked.ended;
  expect(asked.answer.head?.statusCode).toBe(200);
  expect(JSON.parse(asked.answer.chunks.join("")).packages).toMatchObject([{ name: "a.zip" }]);
  const refused = call("/api/v1/packages", undefined);
  await refused.ended;
  expect(refused.answer.head).toMatchObject({ statusCode: 401 });
  expect(refused.answer.head?.headers["strict-transport-security"]).toContain("max-age");
});

test("events are streamed while the package is still running", async () => {
  const { world, call } = setUp();
  const id = await world.submit("a.zip", files(30));
  await world.step(["intake", "classify"]);
  const { answer, ended } = call(`/api/v1/packages/${id}/events`, "t");
  await expect.poll(() => answer.chunks.join("")).toContain("event: package");
  expect(answer.writableEnded).toBe(false);
  await world.finish();
  for (let second = 0; second < 3; second += 1) await world.cloud.clock.advance(1_000);
  await ended;
  expect(answer.chunks.join("")).toContain("event: ended");
});
