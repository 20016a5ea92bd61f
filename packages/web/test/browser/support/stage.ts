import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { launch } from "./browser.ts";
import { built } from "./built.ts";

export const root = fileURLToPath(new URL("../../../../../", import.meta.url));
export const sample = (name: string): string => join(root, "samples", name);

export interface Running {
  url: string;
  stop(): Promise<void>;
}

/** The embedded pipeline as `npm start` runs it, with no packages. */
const startPipeline = async (): Promise<Running> => {
  const data = await mkdtemp(join(tmpdir(), "torrent-browser-"));
  const main = join(root, "packages/cli/src/main.ts");
  const options = ["--conditions=@torrent/source", "--disable-warning=ExperimentalWarning"];
  const child: ChildProcess = spawn(
    process.execPath,
    [...options, main, "serve", "--port", "0", "--data", data, "--no-samples"],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const [line] = await Promise.race([
    once(child.stdout!, "data"),
    once(child, "exit").then(() => {
      throw new Error("The pipeline ended before it was ready");
    }),
  ]);
  return {
    url: String(line).trim(),
    async stop() {
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await gone;
      await rm(data, { recursive: true, force: true });
    },
  };
};

export interface Stage {
  url: string;
  /** A new page whose every error and every violation of the content security policy fails the test that asks. */
  page(path: string, options?: BrowserContextOptions): Promise<Page>;
  /** The same page for every test, as one tab is used for all: a new one costs a second on a busy machine. */
  open(path: string): Promise<Page>;
  /** Fails on what went wrong in any page since the last call, but for what was to be expected; closes those of `page`. */
  strike(but?: RegExp): Promise<void>;
  close(): Promise<void>;
}

/** Over the pipeline as a user starts it, or over another server. */
export const setStage = async (start: () => Promise<Running> = startPipeline): Promise<Stage> => {
  await built();
  const pipeline = await start();
  const browser: Browser = await launch();
  const troubles: string[] = [];
  let kept: Page | undefined;
  const newPage = async (options: BrowserContextOptions): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
    await context.addInitScript(() => {
      addEventListener("securitypolicyviolation", (event) =>
        console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI} at ${event.sourceFile}`),
      );
    });
    const page = await context.newPage();
    page.on("pageerror", (error) => troubles.push(error.stack ?? error.message));
    page.on("console", (message) => {
      if (message.type() === "error") troubles.push(message.text());
    });
    return page;
  };
  const at = async (page: Page, path: string): Promise<Page> => {
    await page.goto(`${pipeline.url}${path}`);
    return page;
  };
  return {
    url: pipeline.url,
    page: async (path, options = {}) => at(await newPage(options), path),
    async open(path) {
      kept ??= await newPage({});
      return at(kept, path);
    },
    async strike(but) {
      for (const context of browser.contexts()) if (context !== kept?.context()) await context.close();
      // What it has opened beside it lies before it, and a page that is not seen does not ask for news.
      for (const page of kept?.context().pages() ?? []) if (page !== kept) await page.close();
      const left = troubles.splice(0).filter((trouble) => !but?.test(trouble));
      if (left.length > 0) throw new Error(`The page complained:\n${left.join("\n")}`);
    },
    async close() {
      await browser.close();
      await pipeline.stop();
    },
  };
};

/** Drags files from the desktop onto the page, as the browser itself would see it. */
export const drop = async (page: Page, files: readonly string[]): Promise<void> => {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  const drag = (type: "dragEnter" | "dragOver" | "dragCancel" | "drop") =>
    session.send("Input.dispatchDragEvent", { type, x: 400, y: 400, data });
  // A page that has only just been opened may not listen yet.
  for (;;) {
    await drag("dragEnter");
    await drag("dragOver");
    if ((await page.locator(".drop.over").count()) > 0) break;
    await drag("dragCancel");
  }
  await page.getByText("Drop to submit").waitFor();
  // What lies under the pointer is another now: only what was moved over takes a drop.
  await drag("dragOver");
  await drag("drop");
  await session.detach();
  await page.getByRole("region", { name: "Uploads" }).getByRole("listitem").first().waitFor();
};
