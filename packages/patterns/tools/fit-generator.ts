/**
 * Measures a pack of definitions (NDJSON on standard input) and writes src/generate/fitted.ts, the numbers after which packs
 * are generated: shares and lengths of the forms, top-level domains, and which character follows which. No string of the
 * pack is kept.
 *   zcat pack.ndjson.gz | node --conditions=@torrent/source tools/fit-generator.ts
 */
import { readFileSync, writeFileSync } from "node:fs";
import { readDefinitions } from "../src/definition/read.ts";
import { type Form, formOf, forms, SYMBOLS } from "../src/generate/form.ts";

const literals = readDefinitions(readFileSync(0, "utf8")).definitions.filter(({ kind }) => kind === "literal");
const perMille = (count: number, all: number): number => Math.round((1000 * count) / all);

const byForm = Map.groupBy(literals, ({ value }) => formOf(value.toLowerCase()));
const shares = Object.fromEntries(
  forms.map((form) => [form, perMille(byForm.get(form)?.length ?? 0, literals.length)]),
);

/** The length at each twentieth of the definitions of a form, from the shortest to the longest but a fiftieth. */
const quantiles = (form: Form): number[] => {
  const lengths = (byForm.get(form) ?? []).map(({ value }) => value.length).sort((a, b) => a - b);
  return Array.from({ length: 21 }, (_, i) => lengths[Math.floor(0.049 * i * (lengths.length - 1))]!);
};
const lengths = Object.fromEntries(forms.map((form) => [form, quantiles(form)]));

const hosts = ["domain", "address"]
  .flatMap((form) => byForm.get(form as Form) ?? [])
  .map(({ value }) => value.toLowerCase());
const suffixes = Map.groupBy(hosts, (host) => host.split(".").at(-1)!);
const topLevels = Object.fromEntries(
  [...suffixes]
    .map(([suffix, all]) => [suffix, perMille(all.length, hosts.length)] as const)
    .filter(([, share]) => share > 0)
    .sort((a, b) => b[1] - a[1]),
);
const labels = perMille(hosts.filter((host) => host.split(".").length > 2).length, hosts.length);

/** Weights of the characters that begin a label, then of those that follow each character; in 36 steps of half a bit. */
const counts = Array.from({ length: SYMBOLS.length + 1 }, () => new Float64Array(SYMBOLS.length));
for (const host of hosts)
  for (const label of host.replace("@", "").split(".").slice(0, -1)) {
    let row = SYMBOLS.length;
    for (const character of label) {
      const symbol = SYMBOLS.indexOf(character);
      if (symbol < 0) break;
      counts[row]![symbol]! += 1;
      row = symbol;
    }
  }
const followers = counts.map((row) =>
  [...row].map((count) => Math.min(35, Math.round(2 * Math.log2(1 + count))).toString(36)).join(""),
);

writeFileSync(
  new URL("../src/generate/fitted.ts", import.meta.url),
  `/** Written by tools/fit-generator.ts from ${literals.length} literals: numbers, none of the literals. */
export const fitted = ${JSON.stringify({ shares, lengths, topLevels, labels, followers }, null, 2)} as const;
`,
);
