import { countOf } from "@torrent/core/format";
import type { PanelComponentContext, PanelTask } from "@torrent/web/panel";
import type { StoredEntity, StoredFinding } from "../../src/findings.ts";
import { Severity, severityOrder } from "../severity.tsx";

const SHOWN = 200;

/** A list that a pass left; results of other passes have none. */
const listOf = <T,>({ output }: PanelTask, name: "findings" | "entities"): T[] => {
  const list = typeof output === "object" && output !== null ? (output as Record<string, unknown>)[name] : undefined;
  return Array.isArray(list) ? (list as T[]) : [];
};

const gravity = ({ severity }: StoredFinding): number => severityOrder.indexOf(severity);

const Finding = ({ finding, pass }: { finding: StoredFinding; pass: string }) => (
  <li>
    <Severity severity={finding.severity} />
    <div class="finding">
      <span class="finding-title">{finding.title}</span>
      <span class="note place">{finding.line === undefined ? "" : `line ${finding.line}`}</span>
      {finding.context ? <code class="context">{finding.context}</code> : <span />}
      <span class="note rule">
        {finding.rule} · {pass}
      </span>
    </div>
  </li>
);

const Entity = ({ entity }: { entity: StoredEntity }) => (
  <li>
    <span class="stack">
      <span class="mono value">{entity.value}</span>
      {entity.context ? <span class="note">{entity.context}</span> : null}
    </span>
    <span class="note">
      {entity.kind}, {Math.round(100 * entity.confidence)}% confidence
    </span>
  </li>
);

/** Findings and entities of one component, from its tasks' results: also while the package is still running. */
export const ComponentResults = ({ context }: { context: PanelComponentContext }) => {
  const { tasks } = context.component;
  const findings = tasks
    .flatMap((task) => listOf<StoredFinding>(task, "findings").map((finding) => ({ finding, pass: task.pass })))
    .sort((a, b) => gravity(a.finding) - gravity(b.finding));
  const entities = tasks
    .flatMap((task) => listOf<StoredEntity>(task, "entities"))
    .sort((a, b) => b.confidence - a.confidence);
  return (
    <>
      {findings.length > 0 ? (
        <>
          <h3>{countOf(findings.length, "finding")}</h3>
          <ul class="finding-list">
            {findings.slice(0, SHOWN).map(({ finding, pass }, n) => (
              <Finding key={n} finding={finding} pass={pass} />
            ))}
          </ul>
        </>
      ) : null}
      {entities.length > 0 ? (
        <>
          <h3>{countOf(entities.length, "entity")}</h3>
          <ul class="entities">
            {entities.slice(0, SHOWN).map((entity) => (
              <Entity key={`${entity.kind}${entity.value}${entity.start}`} entity={entity} />
            ))}
          </ul>
        </>
      ) : null}
    </>
  );
};
