import { sizings } from "../counterfactual/ec2.ts";
import type { Answer } from "../pipeline/answer.ts";
import { CLAIM, durations, natCounts, type SeedCell, volumes, warmHours } from "./seed.ts";

type Cell = string | number;

export const table = (rows: readonly (readonly Cell[])[]): string => {
  const cells = rows.map((row) => row.map(String));
  const widths = (cells[0] ?? []).map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)));
  return cells
    .map((row) =>
      row
        .map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
};

export const usd = (value: number): string => {
  if (value === 0) return "$0";
  if (value >= 100) return `$${Math.round(value).toLocaleString("en")}`;
  return value >= 0.01 ? `$${value.toFixed(2)}` : `$${value.toPrecision(2)}`;
};

export const duration = (seconds: number): string => {
  if (seconds < 100) return `${seconds.toPrecision(2)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
};

const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)}%`;

/** One variant's answer as text. */
export const describe = (name: string, a: Answer, days: number): string => {
  const { latency: l, bill } = a;
  const lines = [
    `${name}: ${a.packages.toLocaleString("en")} packages, ${a.components.toLocaleString("en")} components, ${a.tasks.light.toLocaleString("en")} light and ${a.tasks.heavy.toLocaleString("en")} heavy tasks in ${days.toPrecision(3)} days`,
    `latency  p50 ${duration(l.p50)}, p95 ${duration(l.p95)}, p99 ${duration(l.p99)}, longest ${duration(l.max)}; urgent p95 ${duration(a.urgentLatency.p95)}`,
    `cost     ${usd(bill.usd)}, ${usd(a.usdPerPackage)} a package: ${Object.entries(bill.services)
      .map(([service, part]) => `${service} ${usd(part)}`)
      .join(", ")}`,
    `idle     ${percent(a.workerIdleShare)} of paid worker slots; ${percent(a.initShare)} of function time is initialisation (${a.coldStarts.toLocaleString("en")} cold starts)`,
  ];
  const binds = a.binds
    .slice(0, 4)
    .map(({ where, what, meanSeconds }) => `${where}: ${what} (${duration(meanSeconds)} a message)`);
  lines.push(`binds    ${binds.join("; ") || "nothing"}`);
  if (a.deadLetters > 0) lines.push(`dead     ${a.deadLetters} dead letters`);
  const others: Cell[][] = [["alternative", "cost", "× ours", "idle", "worst delay"]];
  for (const { name: other, usd: price } of a.counterfactuals.orchestrators)
    others.push([other, usd(price), (price / bill.usd).toFixed(2), "", ""]);
  for (const { sizing, usd: price, idleShare, worstDelaySeconds, mostInstances } of a.counterfactuals.ec2)
    others.push([
      `EC2, ${sizing} (${mostInstances} m7g.large)`,
      usd(price),
      (price / bill.usd).toFixed(2),
      percent(idleShare),
      duration(worstDelaySeconds),
    ]);
  return `${lines.join("\n")}\n\n${table(others)}`;
};

/** The surface as text: EC2's price over ours, by duration; a star where the claim holds, a minus where serverless loses. */
export const describeSeed = (cells: readonly SeedCell[]): string => {
  const mark = ({ ratio, verdict }: SeedCell): string =>
    `${ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(0)}${verdict === "holds" ? "*" : verdict === "EC2 is cheaper" ? "-" : " "}`;
  const blocks = volumes.map(({ name }) => {
    const head = ["EC2 sized for", "NAT", "warm h/week", ...durations.map((seconds) => duration(seconds))];
    const rows = sizings.flatMap((sizing) =>
      natCounts.flatMap((nats) =>
        warmHours.map((warm) => [
          sizing,
          nats,
          warm,
          ...durations.map((seconds) => {
            const cell = cells.find(
              (c) =>
                c.volume === name &&
                c.sizing === sizing &&
                c.nats === nats &&
                c.warmHours === warm &&
                c.meanSeconds === seconds,
            );
            return cell ? mark(cell) : "";
          }),
        ]),
      ),
    );
    return `${name}\n${table([head, ...rows])}`;
  });
  const count = (verdict: SeedCell["verdict"]) => cells.filter((cell) => cell.verdict === verdict).length;
  const summary = `Of ${cells.length} settings the claim (EC2 at ${CLAIM} times the price or more) holds in ${count("holds")}; serverless is cheaper by a smaller factor in ${count("serverless is cheaper")} and more expensive in ${count("EC2 is cheaper")}.`;
  return `EC2's price for each dollar of ours, by mean processor time of a package (* the claim holds, - EC2 is cheaper)\n\n${blocks.join("\n\n")}\n\n${summary}`;
};
