import chromium from "@sparticuz/chromium";
import { chromium as pw } from "playwright-core";

const [base, ...specs] = process.argv.slice(2);
const browser = await pw.launch({
  executablePath: await chromium.executablePath(),
  args: ["--no-sandbox", "--disable-gpu", "--headless=shell"],
  headless: true,
});
for (const spec of specs) {
  const [name, path, theme, width, height] = spec.split("|");
  const page = await browser.newPage({
    viewport: { width: Number(width ?? 1280), height: Number(height ?? 860) },
    colorScheme: theme === "dark" ? "dark" : "light",
    deviceScaleFactor: 1,
  });
  page.on("console", (m) => {
    if (m.type() === "error" || m.type() === "warning") console.log(name, m.type(), m.text());
  });
  page.on("pageerror", (e) => console.log(name, "pageerror", e.message));
  await page.goto(base + path);
  await page.waitForTimeout(1500);
  await page.screenshot({ path: `/tmp/shots/${name}.png` });
  await page.close();
}
await browser.close();
