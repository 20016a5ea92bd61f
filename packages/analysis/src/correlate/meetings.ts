import * as z from "zod/mini";
import { severities } from "../findings.ts";
import type { Meeting } from "../report/schema.ts";
import { isTelling, NearFinding, nearest, nearFinding, rank } from "./beside.ts";
import type { SeenEntity } from "./entities.ts";
import { byRef, compare } from "./order.ts";
import type { SeenComponent } from "./seen.ts";
import { topOf } from "./top.ts";

const KEPT = 50;

const ComponentMeeting = z.object({ component: z.string(), rules: z.number(), findings: z.array(NearFinding) });
type ComponentMeeting = z.infer<typeof ComponentMeeting>;

/** Components in which findings of different rules meet: how many, and the worst of them. */
export const MeetingSummary = z.object({ total: z.number(), top: z.array(ComponentMeeting) });
export type MeetingSummary = z.infer<typeof MeetingSummary>;

/** What a meeting weighs: each severity as much as four of the next lower. */
const weight = (findings: readonly NearFinding[]): number =>
  findings.reduce((sum, { severity }) => sum + 4 ** rank(severity), 0);

const order = (a: ComponentMeeting, b: ComponentMeeting): number =>
  weight(b.findings) - weight(a.findings) || b.rules - a.rules || byRef(a.component, b.component);

export const meetingsSeen = () => {
  const top = topOf(KEPT, order);
  let total = 0;
  return {
    add(component: SeenComponent): void {
      const telling = component.findings.filter(isTelling);
      const rules = new Set(telling.map(({ finding }) => finding.rule)).size;
      if (rules < 2) return;
      total += 1;
      const findings = nearest([telling.map((one) => nearFinding(component, one))]);
      top.add({ component: component.ref, rules, findings });
    },
    merge(part: MeetingSummary): void {
      total += part.total;
      for (const one of part.top) top.add(one);
    },
    summary: (): MeetingSummary => ({ total, top: top.sorted() }),
  };
};

const worst = (findings: readonly NearFinding[]) =>
  severities[Math.max(0, ...findings.map(({ severity }) => rank(severity)))] ?? "info";

/** The worst meetings of both kinds. */
export const meetings = (
  components: MeetingSummary,
  entities: readonly SeenEntity[],
  limit: number,
): { total: number; top: Meeting[] } => {
  const around = entities.flatMap(({ kind, value, near = [] }): Meeting[] =>
    near.length < 2
      ? []
      : [{ around: "entity", entity: { kind, value }, severity: worst(near), rules: near.length, findings: near }],
  );
  const within = components.top.map(
    ({ rules, findings }): Meeting => ({ around: "component", severity: worst(findings), rules, findings }),
  );
  const named = (one: Meeting): string =>
    one.entity ? `${one.entity.kind}\u0000${one.entity.value}` : (one.findings[0]?.component ?? "");
  const byWeight = (a: Meeting, b: Meeting): number =>
    weight(b.findings) - weight(a.findings) || compare(a.around, b.around) || compare(named(a), named(b));
  return { total: components.total + around.length, top: [...around, ...within].sort(byWeight).slice(0, limit) };
};
