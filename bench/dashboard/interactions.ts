import type { Page } from "playwright-core";
import { median, round } from "../bench.ts";

/** Each interaction is made this often. Its median counts, its worst is told: one other process on the machine makes that. */
const TIMES = 5;

/** The browser's own measure of an input: from the event to the next painting (Event Timing, as INP counts it). */
const slowest = async (page: Page, act: () => Promise<unknown>): Promise<number> => {
  await page.evaluate(() => {
    const seen = window as unknown as { durations: number[]; observer?: PerformanceObserver };
    seen.durations = [];
    seen.observer?.disconnect();
    seen.observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.durations.push(entry.duration);
    });
    seen.observer.observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
  });
  await act();
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50))));
  // What takes less than the threshold is not told: it took at most that.
  return page.evaluate(() => Math.max(16, ...(window as unknown as { durations: number[] }).durations));
};

export type Interaction = readonly [name: string, act: (page: Page) => Promise<unknown>];

/** All of them in turn, several times over. */
export const timed = async (page: Page, interactions: readonly Interaction[]): Promise<Map<string, number[]>> => {
  const times = new Map<string, number[]>();
  for (let turn = 0; turn < TIMES; turn += 1)
    for (const [name, act] of interactions)
      times.set(name, [...(times.get(name) ?? []), await slowest(page, () => act(page))]);
  return times;
};

export const rowsOf = (times: ReadonlyMap<string, readonly number[]>) =>
  [...times].map(([what, all]) => ({ what, unit: "ms", median: round(median(all)), worst: round(Math.max(...all)) }));

export const slowestOf = (times: ReadonlyMap<string, readonly number[]>): number =>
  round(Math.max(...[...times.values()].map(median)));

/** What the page's JavaScript holds, garbage collected, in MB. */
export const heapOf = async (page: Page): Promise<number> => {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = (await session.send("Runtime.getHeapUsage")) as { usedSize: number };
  await session.detach();
  return round(usedSize / 2 ** 20);
};
