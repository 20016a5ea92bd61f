import type { CostAtRest } from "./rest.ts";

const usd = (amount: number): string => amount.toFixed(2);

/** The costs of two stages as docs/deploy.md shows them. */
export const costTable = (personal: CostAtRest, permanent: CostAtRest): string => {
  const rows = permanent.parts.map(({ name, count, usdPerMonth }) => {
    const other = personal.parts.find((part) => part.name === name);
    return `| ${name} | ${other?.count ?? 0} | ${usd(other?.usdPerMonth ?? 0)} | ${count} | ${usd(usdPerMonth)} |`;
  });
  return [
    "| at rest, a month | personal: how many | $ | permanent: how many | $ |",
    "| --- | ---: | ---: | ---: | ---: |",
    ...rows,
    `| **together** | | **${usd(personal.usdPerMonth)}** | | **${usd(permanent.usdPerMonth)}** |`,
  ].join("\n");
};

const START = "<!-- cost:rest, written by `npm run cost:rest -- --write` -->";
const END = "<!-- end -->";

/** The document with its table replaced. */
export const withTable = (text: string, table: string): string => {
  const start = text.indexOf(START);
  const end = text.indexOf(END, start);
  if (start < 0 || end < 0) throw new Error(`docs/deploy.md has no ${START} … ${END}`);
  return `${text.slice(0, start + START.length)}\n${table}\n${text.slice(end)}`;
};
