import { once } from "node:events";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memoryCloud } from "@torrent/core/testing/memory";
import { afterEach, expect, test, vi } from "vitest";
import { serve } from "../src/serve.ts";
import { notes } from "./support/notes.ts";

const servers: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const start = async (options: Partial<Parameters<typeof serve>[0]> = {}) => {
  const dashboardDir = await mkdtemp(join(tmpdir(), "torrent-dashboard-"));
  await mkdir(join(dashboardDir, "assets"));
  await writeFile(join(dashboardDir, "index.html"), "<!doctype html><title>page</title>");
  await writeFile(join(dashboardDir, "assets", "app-1.js"), "export {};");
  await writeFile(join(dashboardDir, "..", "secret.txt"), "secret");
  const cloud = memoryCloud();
  const server = await serve({ cloud, choreography: notes, port: 0, dashboardDir, ...options });
  servers.push(server);
  return { ...server, cloud };
};

test("the dashboard's page is served at every path outside the API, and its files only at their own", async () => {
  const { url } = await start();
  const page = await fetch(`${url}/packages/pkg_1/findings`);
  expect(await page.text()).toContain("<title>page</title>");
  expect(page.headers.get("cache-control")).toBe("no-cache");
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  const script = await fetch(`${url}/assets/app-1.js`);
  expect(script.headers.get("content-type")).toContain("javascript");
  expect(script.headers.get("cache-control")).toContain("immutable");
  expect((await fetch(`${url}/assets/app-2.js`)).status).toBe(404);
  expect((await fetch(`${url}/api/nothing`)).status).toBe(404);
  for (const path of ["/..%2fsecret.txt", "/assets/..%2f..%2fsecret.txt", "/%2e%2e/secret.txt"])
    expect(await (await fetch(`${url}${path}`)).text()).not.toContain("secret\n");
});

test("a large upload is streamed, and an aborted one leaves nothing behind", async () => {
  const { url, cloud } = await start();
  const piece = new Uint8Array(2 ** 20).fill(65);
  async function* pieces(count: number, fail = false) {
    for (let n = 0; n < count; n += 1) yield piece;
    if (fail) throw new Error("cut off");
  }
  const put = (name: string, body: AsyncIterable<Uint8Array>) =>
    fetch(`${url}/api/v1/inbox/${name}`, {
      method: "PUT",
      body: body as unknown as BodyInit,
      duplex: "half",
    } as RequestInit);
  expect((await put("whole", pieces(48))).status).toBe(201);
  expect((await cloud.objects.head("inbox/whole"))?.bytes).toBe(48 * 2 ** 20);
  await expect(put("cut", pieces(3, true))).rejects.toThrow();
  expect(await cloud.objects.head("inbox/cut")).toBeUndefined();
});

test("an upload that has stopped is closed, and leaves nothing behind", async () => {
  const { url, cloud } = await start({ pace: { everyMs: 20, leastBytes: 1024 } });
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.on("error", () => {});
  socket.write("PUT /api/v1/inbox/slow HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\nfirst bytes");
  await once(socket, "close");
  expect(await cloud.objects.head("inbox/slow")).toBeUndefined();
});

test("a client that disconnects during its upload is not logged as an error", async () => {
  const log = vi.fn();
  const { url } = await start({ cloud: Object.assign(memoryCloud(), { log }) });
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.on("error", () => {});
  socket.write("PUT /api/v1/inbox/gone HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\nfirst bytes");
  await vi.waitFor(() => expect(log).toHaveBeenCalledWith("info", "audit", expect.anything()));
  socket.resetAndDestroy();
  await vi.waitFor(() => expect(log).toHaveBeenCalledWith("info", "request-aborted", expect.anything()));
  expect(log.mock.calls.filter(([level]) => level === "error")).toEqual([]);
});

test("a name that is too long for a file is not found", async () => {
  const { url } = await start();
  expect((await fetch(`${url}/assets/${"x".repeat(5000)}.js`)).status).toBe(404);
});

test("it listens on the loopback address only and refuses other host names", async () => {
  const { url } = await start();
  const { hostname, port } = new URL(url);
  expect(hostname).toBe("127.0.0.1");
  const socket = connect(Number(port), "127.0.0.1");
  socket.write("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
  const [answer] = await once(socket, "data");
  expect(String(answer)).toContain("403");
  socket.destroy();
});

test("a port in use is an error, and closing ends open streams", async () => {
  const { url } = await start();
  await expect(serve({ cloud: memoryCloud(), choreography: notes, port: Number(new URL(url).port) })).rejects.toThrow(
    /EADDRINUSE/,
  );
});
