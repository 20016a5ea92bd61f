import { useQuery } from "@tanstack/preact-query";
import { useEffect, useRef } from "preact/hooks";
import { api } from "../data/api.ts";
import { bytes } from "../data/format.ts";
import type { ComponentDetail } from "../data/queries.ts";
import { Trouble } from "../shell/trouble.tsx";
import { Severity } from "../ui/severity.tsx";
import { TaskItem } from "./task-item.tsx";

const Results = ({ component }: { component: ComponentDetail }) => (
  <>
    {component.findings.length > 0 ? (
      <>
        <h3>Findings</h3>
        <ul class="finding-list">
          {component.findings.map((one, n) => (
            <li key={n}>
              <Severity severity={one.severity} />
              <div class="stack">
                <span class="finding-title">{one.title}</span>
                {one.context ? <code class="context">{one.context}</code> : null}
                <span class="note">
                  {one.line === undefined ? "" : `line ${one.line} · `}
                  {one.rule} · {one.pass}
                </span>
              </div>
            </li>
          ))}
        </ul>
      </>
    ) : null}
    {component.entities.length > 0 ? (
      <>
        <h3>Entities</h3>
        <ul class="entities">
          {component.entities.map((one) => (
            <li key={`${one.kind}${one.value}${one.start}`}>
              <span class="mono value">{one.value}</span>
              <span class="note">
                {one.kind}, {Math.round(100 * one.confidence)}% sure
              </span>
            </li>
          ))}
        </ul>
      </>
    ) : null}
  </>
);

/** One component down to its tasks, over the list it was opened from. */
export const ComponentSheet = ({ id, reference, onClose }: { id: string; reference: string; onClose: () => void }) => {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const query = useQuery({
    queryKey: ["component", id, reference],
    queryFn: async ({ signal }): Promise<ComponentDetail> => {
      const param = { id, ref: reference };
      const answer = await api.packages[":id"].components[":ref"].$get({ param }, { init: { signal } });
      return (await answer.json()) as ComponentDetail;
    },
  });
  const component = query.data;
  return (
    <dialog ref={dialog} class="sheet side-sheet" onClose={onClose} aria-label={`Component ${reference}`}>
      <form method="dialog" class="sheet-bar">
        <span class="note">Component {reference}</span>
        <button type="submit" class="button">
          Close
        </button>
      </form>
      {query.error ? <Trouble error={query.error} retry={() => void query.refetch()} /> : null}
      {component ? (
        <>
          <h2 class="mono">{component.name}</h2>
          <p class="note">
            {component.kind}
            {component.bytes === undefined ? "" : `, ${bytes(component.bytes)}`}
            {component.slice ? `, slice ${component.slice.index} from byte ${component.slice.offset}` : ""}
            {`, round ${component.round}`}
          </p>
          {component.defect ? <div class="callout bad">{component.defect.message}</div> : null}
          <h3>Tasks</h3>
          {component.tasks.length === 0 ? <p class="note">It is not classified yet, or needs no pass.</p> : null}
          <ol class="tasks">
            {component.tasks.map((task) => (
              <TaskItem key={task.pass} task={task} />
            ))}
          </ol>
          <Results component={component} />
        </>
      ) : null}
    </dialog>
  );
};
