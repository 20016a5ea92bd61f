type Attributes = Readonly<Record<string, string | number>>;

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c] ?? c);

/** Two decimals: enough for a picture, and the same on every machine. */
const written = (value: string | number): string =>
  typeof value === "number" ? String(Math.round(value * 100) / 100) : escaped(value);

export const element = (name: string, attributes: Attributes, content = ""): string => {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${written(value)}"`);
  return content === "" ? `<${name}${list.join("")}/>` : `<${name}${list.join("")}>${content}</${name}>`;
};

export const text = (x: number, y: number, content: string, attributes: Attributes = {}): string =>
  element("text", { x, y, ...attributes }, escaped(content));

export const line = (x1: number, y1: number, x2: number, y2: number, attributes: Attributes = {}): string =>
  element("line", { x1, y1, x2, y2, ...attributes });

export const rect = (x: number, y: number, width: number, height: number, attributes: Attributes = {}): string =>
  element("rect", { x, y, width, height, ...attributes });

export const ink = { text: "#1f2328", quiet: "#59636e", grid: "#e4e7eb" } as const;
/** Distinct for colour-blind readers too (Okabe and Ito). */
export const colours = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#e69f00",
  "#56b4e9",
  "#5b5b5b",
  "#b8860b",
] as const;

/** A whole picture, on white so that it reads on a dark page too. */
export const picture = (width: number, height: number, title: string, content: readonly string[]): string =>
  `${element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "img",
      "font-family": "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif",
      "font-size": 12,
      fill: ink.text,
    },
    [
      element("title", {}, escaped(title)),
      rect(0, 0, width, height, { fill: "#ffffff", rx: 6 }),
      text(16, 26, title, { "font-size": 15, "font-weight": 600 }),
      ...content,
    ].join("\n"),
  )}\n`;
