import { spawn } from "node:child_process";
import { chmod, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { startEmulators } from "@torrent/testing/emulators";
import { afterAll, beforeAll, expect, it } from "vitest";
import { root, run } from "./platform.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "torrent-image-"));
  const { code, errors } = await run(process.execPath, ["scripts/bundle-worker.ts", folder]);
  if (code !== 0) throw new Error(errors);
  // As the image has it: everybody reads, nobody writes.
  await chmod(folder, 0o555);
});
afterAll(async () => {
  await chmod(folder, 0o755);
  await rm(folder, { recursive: true });
});

const NOBODY = 65_534;
const unprivileged = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

/** Starts the image's entry point as the image does: another user, nothing but its own files, the deployment's variables. */
const start = (env: Record<string, string>) => {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", join(folder, "main.js")], {
    cwd: "/",
    env: {
      TORRENT_CLOUD: join(folder, "aws.js"),
      TORRENT_CONFIG: pathToFileURL(join(folder, "choreography.js")).href,
      NODE_ENV: "production",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
    ...unprivileged,
  });
  let output = "";
  const seen = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => output.includes(text) && resolve();
      child.stdout.on("data", (chunk) => {
        output += String(chunk);
        look();
      });
      child.stderr.on("data", (chunk) => {
        output += String(chunk);
      });
      child.once("close", () => reject(new Error(`It ended before "${text}":\n${output}`)));
    });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, seen, ended, output: () => output };
};

it("holds the worker, its threads and its parsers, and no node_modules", async () => {
  const files = await readdir(folder);
  expect(files).toEqual(
    expect.arrayContaining([
      "main.js",
      "thread.js",
      "aws.js",
      "choreography.js",
      "structure-parsers.mjs",
      "package.json",
    ]),
  );
  expect(files).not.toContain("node_modules");
});

it("starts as an unprivileged user from its own files, takes its lease, and ends with 0 on SIGTERM", async () => {
  const emulators = await startEmulators();
  try {
    const { env, cloud } = await emulators.stack("image", { log: () => {} });
    const worker = start({ ...env, TORRENT_WORKER_ID: "container-1", TORRENT_WORKER_SLOTS: "1" });
    try {
      await worker.seen("worker-started");
      await expect.poll(() => cloud.fleet.live()).toMatchObject([{ id: "container-1" }]);
      worker.child.kill("SIGTERM");
      expect(await worker.ended).toBe(0);
      expect(await cloud.fleet.live()).toEqual([]);
    } finally {
      worker.child.kill("SIGKILL");
    }
  } finally {
    await emulators.stop();
  }
});

it("is built from pinned images, in stages, and runs as a user that may not write", async () => {
  const file = await readFile(`${root}/packages/worker/Dockerfile`, "utf8");
  const images = [...file.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
  expect(images.length).toBeGreaterThan(1);
  const { devDependencies } = JSON.parse(await readFile(`${root}/package.json`, "utf8"));
  // With or without the digest behind it.
  for (const image of images) expect(image?.split("@")[0]).toBe(`node:${devDependencies.node}-bookworm-slim`);
  expect(file).toMatch(/^USER node$/m);
});

it("has in its image all that its bundle is made of, and all that its entry point names", async () => {
  const file = await readFile(`${root}/packages/worker/Dockerfile`, "utf8");
  const allowed = await readFile(`${root}/packages/worker/Dockerfile.dockerignore`, "utf8");
  const copied = [...file.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, sources = ""]) => sources.split(" "));
  for (const source of copied) expect(allowed).toContain(`!${source}`);
  const files = await readdir(folder);
  const named = [...file.matchAll(/(?<!packages)\/worker\/([\w-]+\.js)|"(main\.js)"/g)].map(([, a, b]) => a ?? b);
  expect(named.length).toBeGreaterThan(2);
  expect(files).toEqual(expect.arrayContaining(named));
});
