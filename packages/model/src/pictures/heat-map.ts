import { sizings } from "../counterfactual/ec2.ts";
import { duration } from "../scenarios/print.ts";
import { CLAIM, durations, natCounts, type SeedCell, volumes, warmHours } from "../scenarios/seed.ts";
import { ink, picture, rect, text } from "./svg.ts";

const LEFT = 178;
const TOP = 116;
const CELL = 40;
const ROW = 24;
const GAP = 12;

/** Orange where EC2 is cheaper, pale blue where serverless is, dark blue where the claim holds. */
const look = (ratio: number): { fill: string; colour: string } => {
  if (ratio >= CLAIM) return { fill: "#0b4f8a", colour: "#ffffff" };
  if (ratio >= 2) return { fill: "#6baed6", colour: ink.text };
  if (ratio >= 1) return { fill: "#c6dbef", colour: ink.text };
  return { fill: ratio >= 0.8 ? "#fdd0a2" : "#f28e2b", colour: ink.text };
};

const ratioText = (ratio: number): string => (ratio < 10 ? ratio.toFixed(ratio < 1 ? 2 : 1) : ratio.toFixed(0));

/** The claim as a surface: a row for each volume, NAT and warm pool, a column for each sizing and duration. */
export const seedHeatMap = (cells: readonly SeedCell[]): string => {
  const columnX = (sizing: number, at: number): number => LEFT + sizing * (durations.length * CELL + GAP) + at * CELL;
  const out: string[] = [];
  sizings.forEach((sizing, s) => {
    const middle = columnX(s, 0) + (durations.length * CELL) / 2;
    out.push(text(middle, TOP - 30, `EC2, ${sizing}`, { "text-anchor": "middle", "font-weight": 600 }));
    durations.forEach((seconds, d) => {
      out.push(
        text(columnX(s, d) + CELL / 2, TOP - 10, duration(seconds), {
          "text-anchor": "middle",
          fill: ink.quiet,
          "font-size": 11,
        }),
      );
    });
  });
  let y = TOP;
  for (const { name } of volumes) {
    out.push(text(16, y + 16, name, { "font-weight": 600 }));
    y += 24;
    for (const nats of natCounts)
      for (const warm of warmHours) {
        out.push(
          text(LEFT - 12, y + 16, `${nats} NAT, warm ${warm} h/week`, { "text-anchor": "end", fill: ink.quiet }),
        );
        sizings.forEach((sizing, s) => {
          durations.forEach((meanSeconds, d) => {
            const cell = cells.find(
              (c) =>
                c.volume === name &&
                c.sizing === sizing &&
                c.nats === nats &&
                c.warmHours === warm &&
                c.meanSeconds === meanSeconds,
            );
            if (!cell) return;
            const { fill, colour } = look(cell.ratio);
            const x = columnX(s, d);
            out.push(rect(x, y, CELL - 2, ROW - 2, { fill }));
            out.push(
              text(x + CELL / 2 - 1, y + 15, ratioText(cell.ratio), {
                "text-anchor": "middle",
                fill: colour,
                "font-size": 11,
              }),
            );
          });
        });
        y += ROW;
      }
    y += GAP;
  }
  const width = columnX(sizings.length - 1, durations.length) + 16;
  const keys = [
    [0.7, "below 0.8: EC2 is cheaper"],
    [0.9, "0.8 to 1"],
    [1.5, "1 to 2"],
    [3, "2 to 4: serverless is cheaper"],
    [5, "4 or more: the claim holds"],
  ] as const;
  let x = 16;
  for (const [ratio, label] of keys) {
    out.push(rect(x, y + 4, 14, 14, { fill: look(ratio).fill }), text(x + 20, y + 15, label));
    x += 34 + label.length * 6.6;
  }
  const heading = "What EC2 costs for each dollar of the serverless pipeline, by mean processor time of a package";
  return picture(width, y + 34, heading, [
    text(16, 48, "One analysis per package; NAT gateways on both sides; one worker kept warm for the hours named.", {
      fill: ink.quiet,
    }),
    ...out,
  ]);
};
