import { pointsOf } from "@torrent/core/unstable";
import type { Report } from "../../report/schema.ts";
import { escapeHtml as text } from "../untrusted.ts";

/** What speaks for the score: one bar of all factors, and each with its value, its weight and its evidence. */
export const why = ({ priority }: Report): string => {
  const factors = pointsOf(priority);
  let left = 0;
  const segments = factors.map(({ name, points }, at) => {
    const part = `<rect class="f${at % 7}" x="${(left * 10).toFixed(0)}" width="${Math.max(0, points * 10 - 3).toFixed(0)}" height="40"><title>${text(name)}: ${points.toFixed(1)} points</title></rect>`;
    left += points;
    return part;
  });
  const rows = factors.map(
    ({ name, points, value, weight, evidence = "" }, at) =>
      `<tr><td><svg class="key f${at % 7}" viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" rx="2"/></svg>${text(name)}</td><td class="num"><strong>${points.toFixed(1)}</strong></td><td class="num dim">${value.toFixed(2)} × ${weight}</td><td>${text(evidence)}</td></tr>`,
  );
  const { table } = priority;
  return `<svg class="stack" viewBox="0 0 1000 40" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="1000" height="40"/>${segments.join("")}</svg>
<table class="factors"><thead><tr><th scope="col">Factor</th><th scope="col" class="num">Points</th><th scope="col" class="num">Value × weight</th><th scope="col">Evidence</th></tr></thead>
<tbody>${rows.join("\n")}</tbody><tfoot><tr><td>Score</td><td class="num">${priority.score.toFixed(1)}</td><td class="num dim">of 100</td><td>${priority.band}${table === undefined ? "" : ` <span class="dim">by table ${text(table)}</span>`}</td></tr></tfoot></table>`;
};
