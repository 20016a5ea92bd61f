import { mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";

/** Unpacking is not safe to do twice at once, and each test file is a process of its own. */
const unpacked = async (): Promise<string> => {
  const lock = join(tmpdir(), "torrent-chromium.lock");
  for (let tries = 0; ; tries += 1) {
    try {
      await mkdir(lock);
      break;
    } catch (error) {
      // A process that died while it held the lock must not hold up all others for ever.
      if (tries > 300) throw new Error(`Remove ${lock}: another process seems to have died in it`, { cause: error });
      await sleep(100);
    }
  }
  try {
    return await chromium.executablePath();
  } finally {
    await rm(lock, { recursive: true });
  }
};

/** `TORRENT_BROWSER` names another Chromium; elsewhere than on Linux the installed Chrome is taken. */
export const launch = async (): Promise<Browser> => {
  const named = process.env.TORRENT_BROWSER;
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"];
  if (named !== undefined) return playwright.launch({ executablePath: named, args });
  if (process.platform !== "linux") return playwright.launch({ channel: "chrome", args });
  return playwright.launch({ executablePath: await unpacked(), args: [...args, "--headless=shell"] });
};
