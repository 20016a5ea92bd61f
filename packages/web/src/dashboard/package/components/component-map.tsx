import { countOf, formatCount } from "@torrent/core/format";
import { useEffect, useRef, useState } from "preact/hooks";
import { isActive, type PackageDetail, useComponentMap } from "../../data/queries.ts";
import { type Cell, type CellStatus, cellsOf } from "./cells.ts";

const ROWS = 14;
const GAP = 2;
/** Cell sizes, largest first; the first size at which everything fits is used. */
const SIDES = [18, 14, 11, 9];

const legend: { status: CellStatus; word: string }[] = [
  { status: "done", word: "done" },
  { status: "failed", word: "failed" },
  { status: "partly", word: "partly done" },
  { status: "missing", word: "pending" },
];

interface Layout {
  side: number;
  columns: number;
  /** Components per cell. */
  size: number;
}

const layoutOf = (width: number, total: number): Layout => {
  const columnsAt = (side: number) => Math.max(1, Math.floor((width + GAP) / (side + GAP)));
  const side = SIDES.find((candidate) => columnsAt(candidate) * ROWS >= total) ?? SIDES.at(-1) ?? 9;
  const columns = columnsAt(side);
  return { side, columns, size: Math.max(1, Math.ceil(total / (columns * ROWS))) };
};

const draw = (
  canvas: HTMLCanvasElement,
  cells: readonly Cell[],
  { side, columns }: Layout,
  colours: Map<string, string>,
) => {
  const step = side + GAP;
  const height = Math.ceil(cells.length / columns) * step - GAP;
  const scale = devicePixelRatio;
  canvas.width = (columns * step - GAP) * scale;
  canvas.height = height * scale;
  canvas.style.width = `${columns * step - GAP}px`;
  canvas.style.height = `${height}px`;
  const ink = canvas.getContext("2d");
  if (!ink) return;
  ink.scale(scale, scale);
  cells.forEach(({ status }, at) => {
    const x = (at % columns) * step;
    const y = Math.floor(at / columns) * step;
    ink.fillStyle = colours.get(status) ?? "gray";
    ink.beginPath();
    ink.roundRect(x, y, side, side, 2);
    ink.fill();
    if (status !== "failed") return;
    // A diagonal stroke, for readers who cannot distinguish the colours.
    ink.strokeStyle = colours.get("stroke") ?? "white";
    ink.lineWidth = 1.5;
    ink.beginPath();
    ink.moveTo(x + 2.5, y + side - 2.5);
    ink.lineTo(x + side - 2.5, y + 2.5);
    ink.stroke();
  });
};

/** A map of every component in package order. The list below contains the same information. */
export const ComponentMap = ({ pkg, onPick }: { pkg: PackageDetail; onPick: (ordinal: number) => void }) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const { data } = useComponentMap(pkg.id, isActive(pkg));
  const total = data?.total ?? 0;
  const layout = layoutOf(width, total);
  const [themeVersion, setThemeVersion] = useState(0);
  useEffect(() => {
    const resized = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    if (frame.current) resized.observe(frame.current);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const redraw = () => setThemeVersion((n) => n + 1);
    const chosen = new MutationObserver(redraw);
    chosen.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    dark.addEventListener("change", redraw);
    return () => {
      resized.disconnect();
      chosen.disconnect();
      dark.removeEventListener("change", redraw);
    };
  }, []);
  useEffect(() => {
    if (!canvas.current || !frame.current || !data || width === 0) return;
    const swatches = frame.current.querySelectorAll<HTMLElement>("[data-status]");
    const colours = new Map(
      [...swatches].map((swatch) => [swatch.dataset.status ?? "", getComputedStyle(swatch).backgroundColor]),
    );
    colours.set("stroke", getComputedStyle(frame.current).backgroundColor);
    draw(canvas.current, cellsOf(data.runs, data.total, layout.size), layout, colours);
  }, [data, width, themeVersion, layout.size, layout.side]);
  const { settled, failed } = pkg.progress;
  const pick = (event: MouseEvent) => {
    const step = layout.side + GAP;
    const cell = Math.floor(event.offsetY / step) * layout.columns + Math.floor(event.offsetX / step);
    if (cell * layout.size < total) onPick(cell * layout.size);
  };
  return (
    <div class="map" ref={frame}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={`${countOf(total, "component")}: ${formatCount(settled)} settled in this round, ${formatCount(failed)} of them failed`}
        onClick={pick}
      />
      <div class="legend">
        {legend
          .filter(({ status }) => status !== "partly" || layout.size > 1)
          .map(({ status, word }) => (
            <span key={status}>
              <i data-status={status} class={status} />
              {word}
            </span>
          ))}
        <span class="note">
          {layout.size === 1 ? "1 component per cell" : `${formatCount(layout.size)} components per cell`}
        </span>
      </div>
    </div>
  );
};
