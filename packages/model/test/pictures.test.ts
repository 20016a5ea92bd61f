import { expect, test } from "vitest";
import { listPrices } from "../src/index.ts";
import { shareBars } from "../src/pictures/bars.ts";
import { seedHeatMap } from "../src/pictures/heat-map.ts";
import { lineChart } from "../src/pictures/lines.ts";
import { seedSurface, volumes } from "../src/scenarios/seed.ts";
import { smallTopology } from "./support.ts";

const axis = { label: "x", from: 1, to: 1000, format: String };
const draw = {
  lines: () =>
    lineChart('A <b> & "c"', axis, { ...axis, ticks: [0, 500], from: 0 }, [
      {
        name: "s",
        points: [
          { x: 0, y: 0 },
          { x: 10, y: 1 / 3 },
          { x: 1e9, y: 1e9 },
        ],
      },
    ]),
  bars: () => shareBars("bars", ["a", "b"], [{ name: "one", total: "$1", shares: [0.3, 0.7] }]),
  heat: () => seedHeatMap(seedSurface(smallTopology, 1, listPrices, volumes.slice(-1))),
};

test.each(Object.entries(draw))(
  "a picture of %s has only finite coordinates and is the same each time",
  (_, picture) => {
    const svg = picture();
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(svg).toBe(picture());
    expect(svg.startsWith("<svg ")).toBe(true);
  },
);

test("text in a picture is escaped", () => {
  expect(draw.lines()).toContain("A &lt;b&gt; &amp; &quot;c&quot;");
  expect(draw.lines()).not.toContain("<b>");
});
