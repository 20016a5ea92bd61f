import type { ComponentType } from "preact";
import { duration, moment, plural } from "../data/format.ts";
import type { ComponentDetail } from "../data/queries.ts";
import { Check, Cross, Dots, Minus } from "../ui/icons.tsx";

type Task = ComponentDetail["tasks"][number];

const marks: Record<string, { tone: string; Icon: ComponentType }> = {
  succeeded: { tone: "good", Icon: Check },
  failed: { tone: "bad", Icon: Cross },
  expired: { tone: "bad", Icon: Cross },
  skipped: { tone: "still", Icon: Minus },
  cancelled: { tone: "still", Icon: Minus },
};

const took = (task: Task): string => {
  const estimate = duration(task.estimatedSeconds * 1000);
  return task.ms === undefined ? `estimated ${estimate}` : `${duration(task.ms)}, estimated ${estimate}`;
};

export const TaskItem = ({ task }: { task: Task }) => {
  const { tone, Icon } = marks[task.outcome ?? ""] ?? { tone: "run", Icon: Dots };
  return (
    <li>
      <span class={`mark ${tone}`}>
        <Icon />
      </span>
      <div class="stack">
        <span>
          <b>{task.pass}</b>
          <span class="note">@{task.version}</span> {task.outcome ?? (task.attempts ? "retrying" : "waiting")}
          {task.required ? "" : " (optional)"}
        </span>
        <span class="note">
          {took(task)} · {task.route} · {task.lane}
          {task.after.length > 0 ? ` · after ${task.after.join(", ")}` : ""}
          {task.findings ? ` · ${plural(task.findings, "finding")}` : ""}
          {task.entities ? ` · ${plural(task.entities, "entity", "entities")}` : ""}
          {task.at === undefined ? "" : ` · ${moment(task.at)}`}
        </span>
        {task.error ? (
          <span class="bad-text">
            {task.error.kind}: {task.error.message}
          </span>
        ) : null}
        {task.attempts ? (
          <span class="note">
            {plural(task.attempts.count, "delivery", "deliveries")} failed, last: {task.attempts.last.message}
          </span>
        ) : null}
      </div>
    </li>
  );
};
