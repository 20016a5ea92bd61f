import { useQuery } from "@tanstack/preact-query";
import { countOf, formatBytes } from "@torrent/core/format";
import { useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { useLive } from "../../data/live.ts";
import { nameInPackage } from "../../data/names.ts";
import { type ComponentDetail, isActive, type PackageDetail } from "../../data/queries.ts";
import { ErrorState } from "../../shell/error-state.tsx";
import { useDialog } from "../../ui/dialog.ts";
import { Cross } from "../../ui/icons.tsx";
import { Severity } from "../../ui/severity.tsx";
import { RedriveDialog } from "../actions/redrive.tsx";
import { TaskItem } from "./task-item.tsx";

const Results = ({ component }: { component: ComponentDetail }) => (
  <>
    {component.findings.length > 0 ? (
      <>
        <h3>{countOf(component.findings.length, "finding")}</h3>
        <ul class="finding-list">
          {component.findings.map((finding, n) => (
            <li key={n}>
              <Severity severity={finding.severity} />
              <div class="finding">
                <span class="finding-title">{finding.title}</span>
                <span class="note place">{finding.line === undefined ? "" : `line ${finding.line}`}</span>
                {finding.context ? <code class="context">{finding.context}</code> : <span />}
                <span class="note rule">
                  {finding.rule} · {finding.pass}
                </span>
              </div>
            </li>
          ))}
        </ul>
      </>
    ) : null}
    {component.entities.length > 0 ? (
      <>
        <h3>{countOf(component.entities.length, "entity")}</h3>
        <ul class="entities">
          {component.entities.map((entity) => (
            <li key={`${entity.kind}${entity.value}${entity.start}`}>
              <span class="stack">
                <span class="mono value">{entity.value}</span>
                {entity.context ? <span class="note">{entity.context}</span> : null}
              </span>
              <span class="note">
                {entity.kind}, {Math.round(100 * entity.confidence)}% confidence
              </span>
            </li>
          ))}
        </ul>
      </>
    ) : null}
  </>
);

interface SheetProps {
  pkg: PackageDetail;
  reference: string;
  onClose: () => void;
}

/** Polling interval while the component has pending tasks. */
const AWAITED_MS = 2_000;

/** Shows one component with its tasks, over the list. */
export const ComponentSheet = ({ pkg, reference, onClose }: SheetProps) => {
  const { id, round } = pkg;
  const { paused } = useLive();
  const [asking, setAsking] = useState(false);
  const dialog = useDialog(true);
  const query = useQuery<ComponentDetail>({
    queryKey: ["component", id, round, reference],
    refetchInterval: ({ state }) => (!paused && isActive(pkg) && state.data?.status === "missing" ? AWAITED_MS : false),
    queryFn: async ({ signal }): Promise<ComponentDetail> => {
      const param = { id, ref: reference };
      const answer = await api.packages[":id"].components[":ref"].$get({ param }, { init: { signal } });
      return (await answer.json()) as ComponentDetail;
    },
  });
  const component = query.data;
  return (
    <dialog ref={dialog} class="sheet side-sheet" tabIndex={-1} onClose={onClose} aria-label={`Component ${reference}`}>
      <form method="dialog" class="sheet-bar">
        <span class="note">Component {reference}</span>
        <button type="submit" class="icon-button" title="Close (Esc)">
          <Cross />
          <span class="sr">Close</span>
        </button>
      </form>
      {query.error ? <ErrorState error={query.error} retry={() => void query.refetch()} /> : null}
      {component ? (
        <>
          <h2 class="mono" title={component.name}>
            {nameInPackage(component.name ?? "")}
          </h2>
          <p class="note">
            {component.kind}
            {component.bytes === undefined ? "" : `, ${formatBytes(component.bytes)}`}
            {component.slice ? `, slice ${component.slice.index} at byte ${component.slice.offset}` : ""}
            {`, round ${component.round}`}
          </p>
          {component.defect ? <div class="callout bad">{component.defect.message}</div> : null}
          <div class="sheet-section">
            <h3>Tasks</h3>
            {component.status === "failed" && !isActive(pkg) ? (
              <button type="button" class="button small" onClick={() => setAsking(true)}>
                Redrive this component
              </button>
            ) : null}
          </div>
          {component.tasks.length === 0 ? <p class="note">Not classified yet, or no pass applies.</p> : null}
          <ol class="tasks">
            {component.tasks.map((task) => (
              <TaskItem key={task.pass} task={task} />
            ))}
          </ol>
          <Results component={component} />
          {asking ? (
            <RedriveDialog
              id={id}
              what="this component"
              selection={{ component: reference }}
              onClose={() => setAsking(false)}
            />
          ) : null}
        </>
      ) : null}
    </dialog>
  );
};
