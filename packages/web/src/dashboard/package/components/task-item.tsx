import { countOf, formatDateTime, formatDuration } from "@torrent/core/format";
import type { ComponentType } from "preact";
import { useState } from "preact/hooks";
import { countsText } from "../../data/counts.ts";
import type { ComponentDetail } from "../../data/queries.ts";
import { Check, Cross, Dots, Minus } from "../../ui/icons.tsx";
import { JsonTree } from "../../ui/json-tree.tsx";

type Task = ComponentDetail["tasks"][number];

const marks: Record<string, { tone: string; Icon: ComponentType }> = {
  succeeded: { tone: "good", Icon: Check },
  failed: { tone: "bad", Icon: Cross },
  expired: { tone: "bad", Icon: Cross },
  skipped: { tone: "still", Icon: Minus },
  cancelled: { tone: "still", Icon: Minus },
};

const places = { function: "Function", worker: "Worker" } as const;

/** What the plan expected beside what it took; the longer of the two fills the track. */
const DurationComparison = ({ task }: { task: Task }) => {
  const estimate = task.estimatedSeconds * 1000;
  const most = Math.max(estimate, task.ms ?? 0, 1);
  return (
    <dl class="took">
      <div>
        <dt>Actual</dt>
        <dd class="meter" aria-hidden="true">
          <i style={{ width: `${(100 * (task.ms ?? 0)) / most}%` }} />
        </dd>
        <dd>{task.ms === undefined ? "–" : formatDuration(task.ms)}</dd>
      </div>
      <div class="expected">
        <dt>Estimated</dt>
        <dd class="meter" aria-hidden="true">
          <i style={{ width: `${(100 * estimate) / most}%` }} />
        </dd>
        <dd>{formatDuration(estimate)}</dd>
      </div>
    </dl>
  );
};

const Attempts = ({ attempts }: { attempts: NonNullable<Task["attempts"]> }) => {
  const { count, first, last } = attempts;
  const shown = count > 1 ? [first, last] : [last];
  return (
    <ol class="attempts" aria-label={countOf(count, "failed delivery")}>
      {shown.map((attempt, n) => (
        <li key={attempt.at}>
          <span class="warn-text">Delivery {n === 0 ? 1 : count} failed</span>
          <span>
            <b>{attempt.kind.replaceAll("-", " ")}</b> {attempt.message}
          </span>
          <span class="note">{formatDateTime(attempt.at)}</span>
        </li>
      ))}
    </ol>
  );
};

/** Results of at most this many characters are shown without being asked for. */
const SMALL_OUTPUT = 300;

const Output = ({ task, folded }: { task: Task; folded: boolean }) => {
  const small = !folded && JSON.stringify(task.output).length <= SMALL_OUTPUT;
  const [opened, setOpened] = useState(small);
  return (
    <details class="output" open={opened} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>Result{task.truncated ? <span class="note"> (shortened)</span> : null}</summary>
      {opened ? <JsonTree value={task.output} /> : null}
    </details>
  );
};

/** One task: what became of it, where it ran and why there, how long, each failed delivery, and its error. */
export const TaskItem = ({ task, folded }: { task: Task; folded: boolean }) => {
  const { tone, Icon } = marks[task.outcome ?? ""] ?? { tone: "run", Icon: Dots };
  const counted = countsText(task.counts ?? {});
  return (
    <li>
      <span class={`mark ${tone}`}>
        <Icon />
      </span>
      <div class="task">
        <div class="task-head">
          <span>
            <b>{task.pass}</b>
            <span class="note">@{task.version}</span> {task.outcome ?? (task.attempts ? "retrying" : "waiting")}
            {task.required ? "" : " (optional)"}
          </span>
          <span class="note">{task.at === undefined ? "" : formatDateTime(task.at)}</span>
        </div>
        <div class="task-facts">
          <span class="note">
            {places[task.route]}, {task.lane} lane
            {task.after.length > 0 ? `, after ${task.after.join(", ")}` : ""}
            {counted ? <b>{` · ${counted}`}</b> : null}
            {task.log ? (
              <>
                {" · "}
                <a href={task.log} target="_blank" rel="noreferrer">
                  Log
                </a>
              </>
            ) : null}
          </span>
          <DurationComparison task={task} />
        </div>
        {task.error ? (
          <p class="callout bad">
            <b>{task.error.kind.replaceAll("-", " ")}</b> {task.error.message}
          </p>
        ) : null}
        {task.outputDefect ? <p class="callout bad">{task.outputDefect.message}</p> : null}
        {task.output === undefined ? null : <Output task={task} folded={folded} />}
        {task.attempts ? <Attempts attempts={task.attempts} /> : null}
      </div>
    </li>
  );
};
