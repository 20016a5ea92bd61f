import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { launch } from "../test/browser/support/browser.ts";

/** Pictures of a sample's report for docs/report.md. */
const root = fileURLToPath(new URL("../../../", import.meta.url));
const images = join(root, "docs/images");
const data = await mkdtemp(join(tmpdir(), "torrent-report-"));
const pictures = [
  ["report-light.png", "source-drop.zip", { viewport: { width: 1120, height: 1000 }, colorScheme: "light" }, ""],
  [
    "report-dark.png",
    "incident-logs.zip",
    { viewport: { width: 1120, height: 1000 }, colorScheme: "dark" },
    "#timeline",
  ],
  ["report-phone.png", "source-drop.zip", { viewport: { width: 390, height: 844 }, colorScheme: "light" }, ""],
] as const;

try {
  const samples = ["source-drop.zip", "incident-logs.zip"].map((name) => join(root, "samples", name));
  const main = join(root, "packages/cli/bin/torrent.js");
  const conditions = ["--conditions=@torrent/source", "--disable-warning=ExperimentalWarning"];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...conditions, main, "run", ...samples, "--json", "--data", data],
    { maxBuffer: 2 ** 24 },
  );
  const { packages } = JSON.parse(stdout) as { packages: { name: string; report: string }[] };
  const browser = await launch();
  for (const [file, name, options, at] of pictures) {
    const report = packages.find((pkg) => pkg.name === name)?.report;
    if (report === undefined) throw new Error(`${name} has no report`);
    const page = await browser.newPage(options);
    await page.goto(pathToFileURL(join(dirname(report), "report.html")).href);
    await (at === "" ? page : page.locator(at)).screenshot({ path: join(images, file) });
    await page.close();
  }
  await browser.close();
} finally {
  await rm(data, { recursive: true, force: true });
}
