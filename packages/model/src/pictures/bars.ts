import { colours, ink, picture, rect, text } from "./svg.ts";

export interface Bar {
  name: string;
  total: string;
  /** Shares of the whole, in the order of `parts`. */
  shares: readonly number[];
}

const WIDTH = 860;
const LEFT = 190;
const RIGHT = 740;
const ROW = 34;
/** Colours that need dark text on them. */
const light = new Set([3, 4, 5]);
const TOP = 84;

/** Bars of one length, each divided into its parts. */
export const shareBars = (title: string, parts: readonly string[], bars: readonly Bar[]): string => {
  let at = 16;
  const legend = parts.flatMap((name, part) => {
    const x = at;
    at += 24 + name.length * 7.2 + 14;
    return [rect(x, 46, 12, 12, { fill: colours[part % colours.length]! }), text(x + 18, 56, name)];
  });
  const rows = bars.flatMap(({ name, total, shares }, row) => {
    const y = TOP + row * ROW;
    let from = LEFT;
    const pieces = shares.flatMap((share, part) => {
      const width = share * (RIGHT - LEFT);
      const x = from;
      from += width;
      if (width < 0.5) return [];
      const label =
        width > 34
          ? [
              text(x + width / 2, y + 15, `${Math.round(share * 100)}%`, {
                "text-anchor": "middle",
                fill: light.has(part % colours.length) ? ink.text : "#ffffff",
                "font-size": 11,
              }),
            ]
          : [];
      return [rect(x, y, width, 22, { fill: colours[part % colours.length]! }), ...label];
    });
    return [text(LEFT - 10, y + 15, name, { "text-anchor": "end" }), ...pieces, text(RIGHT + 10, y + 15, total)];
  });
  return picture(WIDTH, TOP + bars.length * ROW + 12, title, [...legend, ...rows]);
};
