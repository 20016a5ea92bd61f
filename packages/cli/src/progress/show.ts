import type { Cloud } from "@torrent/core/unstable";
import { renderLine, renderStages } from "./render.ts";
import { type Snapshot, snapshot } from "./snapshot.ts";

const REDRAW_MS = 150;
const PLAIN_MS = 2000;

interface Screen {
  isTTY?: boolean;
  write(text: string): unknown;
}

/**
 * Waits until every package has ended and shows the progress on `screen`: redrawn in a terminal, occasional lines
 * elsewhere.
 */
export const watch = async (
  cloud: Cloud,
  ids: readonly string[],
  screen: Screen,
  signal?: AbortSignal,
): Promise<Snapshot> => {
  const start = await snapshot(cloud, ids);
  let drawn = 0;
  let printed = start.at;
  for (let now = start; ; now = await snapshot(cloud, ids)) {
    const over = now.ended === now.packages || signal?.aborted === true;
    if (screen.isTTY) {
      const lines = renderStages(now, start);
      screen.write(`${drawn > 0 ? `\u001b[${drawn}A` : ""}${lines.map((line) => `\u001b[2K${line}\n`).join("")}`);
      drawn = lines.length;
    } else if (over || now.at - printed >= PLAIN_MS) {
      screen.write(`${renderLine(now)}\n`);
      printed = now.at;
    }
    if (over) return now;
    await cloud.clock.sleep(REDRAW_MS, signal);
  }
};
