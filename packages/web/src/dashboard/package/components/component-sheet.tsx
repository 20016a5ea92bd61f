import { useQuery } from "@tanstack/preact-query";
import { formatBytes } from "@torrent/core/format";
import { useState } from "preact/hooks";
import { api } from "../../data/api.ts";
import { useLive } from "../../data/live.ts";
import { nameInPackage } from "../../data/names.ts";
import { type ComponentDetail, isActive, type PackageDetail, type PanelView } from "../../data/queries.ts";
import { ErrorState } from "../../shell/error-state.tsx";
import { useDialog } from "../../ui/dialog.ts";
import { Cross } from "../../ui/icons.tsx";
import { RedriveDialog } from "../actions/redrive.tsx";
import { usePanels } from "../panels/load-panel.ts";
import { ComponentPart } from "../panels/panel-part.tsx";
import { TaskItem } from "./task-item.tsx";

interface SheetProps {
  pkg: PackageDetail;
  reference: string;
  panels: readonly (PanelView & { module: string })[];
  onClose: () => void;
}

/** A task that is awaited is looked for again. */
const AWAITED_MS = 2_000;

/** One component down to its tasks, over the list it was opened from. */
export const ComponentSheet = ({ pkg, reference, panels, onClose }: SheetProps) => {
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
  const { loaded } = usePanels(panels.map(({ module }) => module));
  const parts = panels.flatMap((panel) => {
    const module = loaded.get(panel.module);
    return module?.component ? [{ panel, module }] : [];
  });
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
              <TaskItem key={task.pass} task={task} folded={panels.length > 0} />
            ))}
          </ol>
          {parts.map(({ panel, module }) => (
            <ComponentPart
              key={panel.name}
              panel={panel}
              module={module}
              component={component}
              pkg={pkg}
              revision={pkg.revision}
              outcome={undefined}
            />
          ))}
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
