import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { tarOf } from "../src/dashboard/submit/tar.ts";
import { drop, root, sample, setStage } from "../test/browser/support/stage.ts";

/** The pictures of docs/dashboard.md, taken from the pipeline as it runs on the samples and on one large package. */
const out = join(root, "docs", "images");
await mkdir(out, { recursive: true });

const FILES = 1_200;
const hosts = ["edge-1", "edge-2", "api-3", "billing-1"];
const lines = [
  "INFO request GET /orders/8812 200 in 41 ms from 203.0.113.9",
  "WARN retrying upstream payments.example.org, attempt 2",
  "ERROR upstream timed out after 30000 ms",
  "INFO login of anna.berg@example.org from 198.51.100.23",
  "INFO order 8812 paid with 4111 1111 1111 1111",
  "ERROR could not connect: password=summer2026 rejected",
];

/** A night's logs: enough that the run can be seen while it goes. */
const nightlyLogs = async (folder: string): Promise<string> => {
  const files = Array.from({ length: FILES }, (_, n) => {
    const host = hosts[n % hosts.length];
    const path = `nightly/${host}/${String(Math.floor(n / 160)).padStart(2, "0")}/part-${n}.log`;
    const text = Array.from(
      { length: 6 },
      (_, at) => `2026-11-22T0${at}:1${n % 10}:00Z ${host} ${lines[(n + at * 7) % lines.length]}`,
    );
    return { path, file: new File([`${text.join("\n")}\n`], path, { lastModified: 1_763_800_000_000 }) };
  });
  const archive = join(folder, "nightly-logs.tar");
  await writeFile(archive, Buffer.from(await tarOf(files).arrayBuffer()));
  return archive;
};

const scratch = await mkdtemp(join(tmpdir(), "torrent-screenshots-"));
const stage = await setStage();
const desktop = { viewport: { width: 1280, height: 900 }, deviceScaleFactor: 2 } as const;
const tall = { viewport: { width: 1280, height: 1200 }, deviceScaleFactor: 2 } as const;
const phone = { viewport: { width: 360, height: 760 }, deviceScaleFactor: 2 } as const;

/** The machine may be busy with other things. */
const PATIENCE = { timeout: 180_000 };

const shoot = async (
  name: string,
  path: string,
  options: BrowserContextOptions,
  ready: (page: Page) => Promise<unknown>,
) => {
  const page = await stage.page(path, { ...options, reducedMotion: "reduce" });
  await ready(page);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(out, `${name}.png`) });
  await page.context().close();
  process.stdout.write(`docs/images/${name}.png\n`);
};

try {
  const page = await stage.page("/", desktop);
  const idOf = async (name: string): Promise<string> => {
    const row = await page.getByRole("row").filter({ hasText: name }).getAttribute("id");
    if (row === null) throw new Error(`The list does not hold ${name}`);
    return row.replace("row-", "");
  };
  await page.getByRole("heading", { name: "Drop a package here" }).waitFor();
  await drop(
    page,
    ["field-notes", "finance.tar.gz", "incident-logs.zip", "mailbox.mbox", "source-drop.zip"].map(sample),
  );
  await page.getByRole("row").filter({ hasText: "source-drop.zip" }).getByText("Partial").waitFor(PATIENCE);
  await drop(page, [await nightlyLogs(scratch)]);
  const running = page.getByRole("row").filter({ hasText: "nightly-logs.tar" });
  await running.getByText(/left$/).waitFor(PATIENCE);
  await running.getByText(/^[2-6]\d%/).waitFor(PATIENCE);
  const id = await idOf("nightly-logs.tar");
  const moving = (view: Page) => view.getByText(/left$/).first().waitFor();
  await shoot("list-light", "/", { ...desktop, colorScheme: "light" }, moving);
  await shoot("package-running-light", `/packages/${id}`, { ...desktop, colorScheme: "light" }, moving);
  await shoot("components-dark", `/packages/${id}/components`, { ...desktop, colorScheme: "dark" }, (view) =>
    view.getByText("part-0.log").waitFor(),
  );
  await running.getByText("Complete").waitFor(PATIENCE);
  await shoot("list-dark", "/", { ...desktop, colorScheme: "dark" }, (view) =>
    view.getByText("mailbox.mbox").waitFor(),
  );
  await shoot("list-phone", "/", { ...phone, colorScheme: "light" }, (view) =>
    view.getByText("mailbox.mbox").waitFor(),
  );
  const partial = await idOf("source-drop.zip");
  const reported = (view: Page) => view.getByText("Most severe findings").waitFor();
  await shoot("package-done-light", `/packages/${partial}`, { ...desktop, colorScheme: "light" }, reported);
  await shoot("package-phone-dark", `/packages/${partial}`, { ...phone, colorScheme: "dark" }, reported);
  const incident = await idOf("incident-logs.zip");
  await shoot("package-found-light", `/packages/${incident}`, { ...tall, colorScheme: "light" }, (view) =>
    view.getByRole("heading", { name: "Co-occurring findings" }).evaluate((heading) => {
      scrollTo(0, heading.getBoundingClientRect().top - 100);
    }),
  );
  await shoot("findings-dark", `/packages/${incident}/analysis`, { ...desktop, colorScheme: "dark" }, (view) =>
    view.locator(".finding-list li").first().waitFor(),
  );
  const again = { method: "POST", headers: { "content-type": "application/json" } };
  const body = JSON.stringify({ selection: { passes: ["patterns"] } });
  await fetch(`${stage.url}/api/v1/packages/${id}/redrive`, { ...again, body });
  await page.goto(`${stage.url}/packages/${id}`);
  await page.getByText(/^[^,]+, received .*, revision 2$/).waitFor(PATIENCE);
  await shoot("activity-light", `/packages/${id}/activity`, { ...desktop, colorScheme: "light" }, (view) =>
    view.getByText("Estimated cost on AWS").waitFor(),
  );
  await shoot(
    "component-light",
    `/packages/${partial}/components?open=3`,
    { ...desktop, colorScheme: "light" },
    (view) => view.getByRole("dialog").getByText("Tasks").waitFor(),
  );
  await shoot("system-light", "/system", { ...desktop, colorScheme: "light" }, (view) =>
    view.getByText("light-standard").waitFor(),
  );
} finally {
  await stage.close();
  await rm(scratch, { recursive: true, force: true });
}
