import { memoryCloud, VirtualClock } from "@torrent/core/testing/memory";
import { serve } from "../../src/serve.ts";
import { createWorld, type Entry } from "./world.ts";

/** Virtual time that happens to be the wall clock's. */
class WallClock extends VirtualClock {
  override now(): number {
    return Date.now();
  }
  override sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
    });
  }
}

const world = createWorld({ cloud: memoryCloud({ clock: new WallClock() }) });
const words = [
  "GET /health 200",
  "user login anna@example.org",
  "ERROR upstream timed out",
  "password=hunter2",
  "retry in 3 s",
];
const entries = (count: number, bad = 0): Entry[] =>
  Array.from({ length: count }, (_, n) => ({
    name: `logs/2026/11/${String(n % 28).padStart(2, "0")}/node-${n}.log`,
    kind: n % 7 === 0 ? "csv" : n % 5 === 0 ? "mail" : "log",
    text: n < bad ? `POISON ${n}` : `${n} ${words[n % words.length]}\n${words[(n * 3) % words.length]}`,
  }));
const port = Number(process.argv[2] ?? 7700);
await world.submit("nightly-logs.tar.gz", entries(1200, 7), { urgency: "high", source: "edge" });
await world.submit("mailbox-export.mbox", entries(48));
await world.submit("contracts/2026-11.zip", entries(12, 3), { urgency: "critical", source: "legal" });
await world.submit("not-a-zip.zip", "oops");
await world.finish();
await world.submit("big-one.zip", entries(Number(process.argv[3] ?? 3000), 20), { urgency: "high" });
await world.submit("just-arrived.tar", entries(400));
const { url } = await serve({
  cloud: world.cloud,
  port,
  passes: [
    { name: "patterns", version: 3 },
    { name: "entities", version: 1 },
  ],
});
console.log(url);
setInterval(() => void world.step(["intake", "classify", "light-standard", "light-urgent", "aggregate"], 40), 300);
