import type { Report } from "../../report/schema.ts";
import { dateInWords, escapeHtml as text } from "../untrusted.ts";
import { usdInWords } from "../usd.ts";
import { table } from "./parts.ts";

const secondsInWords = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** When, how long, and what it has cost by list prices; the counterfactual is the same steps as state transitions. */
export const timeAndCost = ({ timing }: Report): string => {
  const { receivedAt, finishedAt, seconds, passMs, cost } = timing;
  const times = `<dl class="facts"><div><dt>Received</dt><dd class="small">${dateInWords(receivedAt)}</dd></div><div><dt>Finished</dt><dd class="small">${dateInWords(finishedAt)}</dd></div><div><dt>Inbox to report</dt><dd>${seconds.toFixed(1)} s</dd></div><div><dt>Spent in passes</dt><dd>${secondsInWords(passMs)}</dd></div></dl>`;
  if (!cost) return times;
  const rows = cost.parts.map((part) => [text(part.name), usdInWords(part.usd), text(part.of)]);
  rows.push(["<strong>Together</strong>", `<strong>${usdInWords(cost.usd)}</strong>`, ""]);
  const instead =
    cost.choreographyUsd > 0
      ? ` The same steps as Step Functions state transitions would have cost ${usdInWords(cost.stepFunctionsUsd)} on top, ${(cost.stepFunctionsUsd / cost.choreographyUsd).toFixed(0)} times as much as the choreography's ${usdInWords(cost.choreographyUsd)} (SQS and DynamoDB).`
      : "";
  return `${times}${table([{ label: "Service" }, { label: "Estimate", number: true }, { label: "Counted" }], rows)}<p class="dim">An estimate by list prices (us-east-1, arm64), over all rounds; no bill: free tiers and discounts are left out.${instead}</p>`;
};
