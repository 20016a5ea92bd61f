import * as z from "zod/mini";
import { cut } from "../report/bounded.ts";
import { RuleCount } from "../report/schema.ts";
import { rank } from "./beside.ts";
import { byPlace, compare } from "./order.ts";
import type { SeenComponent } from "./seen.ts";

/** Rules that are distinguished, the most severe first; a pack has tens of thousands, and a package breaks few of them. */
const KEPT = 500;
const TITLE = 200;

/** How often each rule was broken, and where first: of every finding there is, however many are listed. */
export const RuleSummary = z.object({ rules: z.array(RuleCount), cut: z.boolean() });
export type RuleSummary = z.infer<typeof RuleSummary>;

/** By what they are and never by how many: so of the rules of a part, the first of the whole are among the part's first. */
const order = (a: RuleCount, b: RuleCount): number =>
  rank(b.severity) - rank(a.severity) || compare(a.rule, b.rule) || compare(a.pass, b.pass);

const byFirst = (a: RuleCount, b: RuleCount): number => byPlace(a.first, b.first) || compare(a.title, b.title);

export const rulesSeen = () => {
  let seen = new Map<string, RuleCount>();
  let isCut = false;
  const sorted = (): RuleCount[] => {
    const rules = [...seen.values()].sort(order);
    if (rules.length <= KEPT) return rules;
    isCut = true;
    const kept = rules.slice(0, KEPT);
    seen = new Map(kept.map((one) => [keyOf(one), one]));
    return kept;
  };
  const put = (one: RuleCount): void => {
    const key = keyOf(one);
    const known = seen.get(key);
    if (!known) {
      seen.set(key, one);
      if (seen.size > 2 * KEPT) sorted();
      return;
    }
    const [{ title, name, first }] = [known, one].sort(byFirst) as [RuleCount];
    const [findings, components] = [known.findings + one.findings, known.components + one.components];
    Object.assign(known, { title, name, first, findings, components });
  };
  return {
    add({ ref, name, findings }: SeenComponent): void {
      const own = new Map<string, RuleCount>();
      for (const { pass, finding } of findings) {
        const { start, end, line, severity } = finding;
        const place = {
          ...(start === undefined ? {} : { start }),
          ...(end === undefined ? {} : { end }),
          ...(line === undefined ? {} : { line }),
        };
        const one: RuleCount = {
          rule: finding.rule,
          title: cut(finding.title, TITLE),
          severity,
          pass,
          findings: 1,
          components: 1,
          name,
          first: { component: ref, pass, ...place },
        };
        const known = own.get(keyOf(one));
        if (!known) own.set(keyOf(one), one);
        else {
          known.findings += 1;
          if (byFirst(one, known) < 0) Object.assign(known, { title: one.title, first: one.first });
        }
      }
      for (const one of own.values()) put(one);
    },
    merge(part: RuleSummary): void {
      if (part.cut) isCut = true;
      for (const one of part.rules) put({ ...one });
    },
    summary(): RuleSummary {
      const rules = sorted();
      return { rules, cut: isCut };
    },
  };
};

const keyOf = ({ severity, rule, pass }: RuleCount): string => `${severity}\u0000${rule}\u0000${pass}`;

/** For the report. */
export const ruleCounts = ({ rules }: RuleSummary, limit: number): RuleCount[] => rules.slice(0, limit);
