import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Dice } from "./random.ts";
import { developmentTemplates, heldOutTemplates } from "./templates.ts";
import * as dates from "./values-dates.ts";
import * as numbers from "./values-numbers.ts";
import * as texts from "./values-text.ts";

const slots: Record<string, (dice: Dice) => string> = { ...dates, ...numbers, ...texts };

const fill = (template: string, dice: Dice): string =>
  template.replace(/\{([a-zA-Z0-9]+)\}/g, (_, name: string) => {
    const slot = slots[name];
    if (!slot) throw new Error(`No generator for {${name}} in "${template}"`);
    return slot(dice);
  });

const build = (templates: readonly string[], seed: number, rounds: number): string => {
  const dice = new Dice(seed);
  const lines: string[] = [];
  for (let round = 0; round < rounds; round += 1) for (const template of templates) lines.push(fill(template, dice));
  return `${lines.join("\n")}\n`;
};

/** File name → content, the same on every run. */
export const generated = (): Record<string, string> => ({
  "development/generated.txt": build(developmentTemplates, 20_240_305, 12),
  "held-out/generated.txt": build(heldOutTemplates, 77, 12),
});

if (import.meta.main)
  for (const [name, content] of Object.entries(generated())) writeFileSync(join(import.meta.dirname, name), content);
