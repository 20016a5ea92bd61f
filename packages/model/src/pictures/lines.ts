import { linear, logarithmic, type Scale } from "./scale.ts";
import { colours, element, ink, line, picture, text } from "./svg.ts";

export interface Series {
  name: string;
  points: readonly { x: number; y: number; note?: string }[];
  dashed?: boolean;
}

interface Axis {
  label: string;
  from: number;
  to: number;
  /** Ticks of a linear axis; without them it is logarithmic. */
  ticks?: readonly number[];
  format: (value: number) => string;
}

const WIDTH = 930;
const HEIGHT = 440;
const LEFT = 76;
const TOP = 58;
const BOTTOM = HEIGHT - 58;
const RIGHT = 610;

const scaleOf = ({ from, to, ticks }: Axis, start: number, end: number): Scale =>
  ticks ? linear(from, to, start, end, ticks) : logarithmic(from, to, start, end);

/** The legend, to the right of the plot. */
const legend = (series: readonly Series[]): string[] =>
  series.flatMap(({ name, dashed }, at) => {
    const y = TOP + 8 + at * 24;
    return [
      line(RIGHT + 16, y, RIGHT + 40, y, {
        stroke: colours[at % colours.length]!,
        "stroke-width": 2.5,
        ...(dashed ? { "stroke-dasharray": "5 4" } : {}),
      }),
      text(RIGHT + 48, y + 4, name),
    ];
  });

/** A chart of lines over two axes. */
export const lineChart = (title: string, xAxis: Axis, yAxis: Axis, series: readonly Series[]): string => {
  const x = scaleOf(xAxis, LEFT, RIGHT);
  const y = scaleOf(yAxis, BOTTOM, TOP);
  const frame = [
    ...y.ticks.flatMap((tick) => [
      line(LEFT, y.at(tick), RIGHT, y.at(tick), { stroke: ink.grid }),
      text(LEFT - 8, y.at(tick) + 4, yAxis.format(tick), { "text-anchor": "end", fill: ink.quiet }),
    ]),
    ...x.ticks.flatMap((tick) => [
      line(x.at(tick), TOP, x.at(tick), BOTTOM, { stroke: ink.grid }),
      text(x.at(tick), BOTTOM + 18, xAxis.format(tick), { "text-anchor": "middle", fill: ink.quiet }),
    ]),
    text((LEFT + RIGHT) / 2, HEIGHT - 16, xAxis.label, { "text-anchor": "middle" }),
    text(LEFT - 60, TOP - 12, yAxis.label),
  ];
  const plots = series.flatMap(({ points, dashed }, at) => {
    const stroke = colours[at % colours.length]!;
    const path = points.map((p, n) => `${n === 0 ? "M" : "L"}${x.at(p.x).toFixed(1)} ${y.at(p.y).toFixed(1)}`).join("");
    const dots = points.length > 20 ? [] : points;
    return [
      element("path", {
        d: path,
        fill: "none",
        stroke,
        "stroke-width": 2.5,
        "stroke-linejoin": "round",
        ...(dashed ? { "stroke-dasharray": "5 4" } : {}),
      }),
      ...dots.map((p) =>
        element("circle", { cx: x.at(p.x), cy: y.at(p.y), r: 3.5, fill: stroke }, element("title", {}, p.note ?? " ")),
      ),
    ];
  });
  return picture(WIDTH, HEIGHT, title, [...frame, ...plots, ...legend(series)]);
};
