import type { Report } from "./schema.ts";
import { escapeHtml as text } from "./untrusted.ts";

const SIDE = 16;
const ACROSS = 50;

/** One square a component, coloured by its worst finding, framed where a pass failed; its name shows on pointing at it. */
export const componentMap = (components: Report["components"]): string => {
  if (components.length === 0) return `<p class="dim">None.</p>`;
  const across = Math.min(ACROSS, components.length);
  const squares = components.map(({ name, worst, findings, failed }, at) => {
    const [x, y] = [(at % across) * SIDE + 1, Math.floor(at / across) * SIDE + 1];
    const title = `${text(name)}: ${findings} findings${worst ? `, worst ${worst}` : ""}${failed ? `, failed: ${text(failed.join(", "))}` : ""}`;
    return `<rect class="${worst ?? "none"}${failed ? " failed" : ""}" x="${x}" y="${y}" width="13" height="13" rx="2"><title>${title}</title></rect>`;
  });
  const [width, height] = [across * SIDE + 2, Math.ceil(components.length / across) * SIDE + 2];
  return `<svg class="map" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${components.length} components by their worst finding">${squares.join("")}</svg>`;
};
