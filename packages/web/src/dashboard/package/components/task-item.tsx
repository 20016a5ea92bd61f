import { countOf, formatDateTime, formatDuration } from "@torrent/core/format";
import type { ComponentType } from "preact";
import type { ComponentDetail } from "../../data/queries.ts";
import { Check, Cross, Dots, Minus } from "../../ui/icons.tsx";

type Task = ComponentDetail["tasks"][number];

const marks: Record<string, { tone: string; Icon: ComponentType }> = {
  succeeded: { tone: "good", Icon: Check },
  failed: { tone: "bad", Icon: Cross },
  expired: { tone: "bad", Icon: Cross },
  skipped: { tone: "still", Icon: Minus },
  cancelled: { tone: "still", Icon: Minus },
};

const places = { lambda: "Lambda", fargate: "Fargate" } as const;

/** Compares the estimated with the actual duration; the longer one fills the bar. */
const DurationComparison = ({ task }: { task: Task }) => {
  const estimate = task.estimatedSeconds * 1000;
  const maximum = Math.max(estimate, task.ms ?? 0, 1);
  return (
    <dl class="took">
      <div>
        <dt>Actual</dt>
        <dd class="meter" aria-hidden="true">
          <i style={{ width: `${(100 * (task.ms ?? 0)) / maximum}%` }} />
        </dd>
        <dd>{task.ms === undefined ? "–" : formatDuration(task.ms)}</dd>
      </div>
      <div class="expected">
        <dt>Estimated</dt>
        <dd class="meter" aria-hidden="true">
          <i style={{ width: `${(100 * estimate) / maximum}%` }} />
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

const resultsText = ({ findings, entities, truncated }: Task): string =>
  [
    findings ? countOf(findings, "finding") : "",
    entities ? countOf(entities, "entity") : "",
    truncated ? "truncated at the limit" : "",
  ]
    .filter(Boolean)
    .join(", ");

/** One task with its outcome, route, durations, failed deliveries and error. */
export const TaskItem = ({ task }: { task: Task }) => {
  const { tone, Icon } = marks[task.outcome ?? ""] ?? { tone: "run", Icon: Dots };
  const found = resultsText(task);
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
            {found ? <b>{` · ${found}`}</b> : null}
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
        {task.attempts ? <Attempts attempts={task.attempts} /> : null}
      </div>
    </li>
  );
};
