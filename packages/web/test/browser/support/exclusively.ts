import { mkdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** No work under a lock takes as long: whoever holds it for longer has died. */
const STALE_MS = 120_000;

/** Each test file is a process of its own; what they share is made by one of them, while the others wait. */
export const exclusively = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
  const lock = join(tmpdir(), `torrent-${name}.lock`);
  for (;;) {
    const taken = await mkdir(lock).then(
      () => true,
      () => false,
    );
    if (taken) break;
    const held = await stat(lock).catch(() => undefined);
    if (held && Date.now() - held.mtimeMs > STALE_MS) await rm(lock, { recursive: true, force: true });
    await sleep(50);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
};
