import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";
import { exclusively } from "./exclusively.ts";

/** `TORRENT_BROWSER` names another Chromium; elsewhere than on Linux the installed Chrome is taken. */
export const launch = async (): Promise<Browser> => {
  const named = process.env.TORRENT_BROWSER;
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"];
  if (named !== undefined) return playwright.launch({ executablePath: named, args });
  if (process.platform !== "linux") return playwright.launch({ channel: "chrome", args });
  return playwright.launch({
    executablePath: await exclusively("chromium", () => chromium.executablePath()),
    args: [...args, "--headless=shell"],
  });
};
