import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

interface Violation {
  id: string;
  help: string;
  nodes: { target: unknown; failureSummary?: string }[];
}

let axe: Promise<string> | undefined;
const axeSource = (): Promise<string> => {
  axe ??= readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  return axe;
};

/** The dark page is the light one in other colours: only these could be broken by it. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

interface Axe {
  run(options: object): Promise<{ violations: Violation[] }>;
}

/** By evaluation, because the page's own policy lets no foreign script in. */
export const violations = async (page: Page): Promise<string[]> => {
  await page.evaluate(await axeSource());
  const all: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const options = colorScheme === "light" ? {} : { runOnly: { type: "rule", values: OF_COLOURS } };
    const found = await page.evaluate(async (asked) => {
      const { axe } = window as unknown as { axe: Axe };
      return (await axe.run({ ...asked, resultTypes: ["violations"] })).violations;
    }, options);
    for (const { id, help, nodes } of found)
      for (const node of nodes) all.push(`${colorScheme}: ${id}: ${help} at ${node.target} ${node.failureSummary}`);
  }
  return all;
};

export const wide = { width: 1280, height: 860 };
export const phone = { width: 360, height: 740 };

/** By how much the page is wider than its window, and what reaches out of it. */
export const sideways = (page: Page): Promise<{ page: number; out: string[] }> =>
  page.evaluate(() => {
    const most = document.documentElement.clientWidth;
    const out = [...document.querySelectorAll("main *, header *")].filter((element) => {
      const box = element.getBoundingClientRect();
      const scrolls = element.closest(".presets, .scroll, table:not(.lanes)");
      return box.width > 1 && !scrolls && box.right > most + 1;
    });
    return {
      page: document.documentElement.scrollWidth - most,
      out: out.map((element) => element.outerHTML.slice(0, 120)),
    };
  });
