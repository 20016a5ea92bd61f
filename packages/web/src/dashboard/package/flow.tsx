import type { ComponentType } from "preact";
import { bytes, count } from "../data/format.ts";
import { isActive, type PackageDetail, type StageView } from "../data/queries.ts";
import { Bar } from "../ui/bar.tsx";
import { Check, Cross, Dots, Minus } from "../ui/icons.tsx";

const names: Record<StageView["stage"], { name: string; does: string }> = {
  inbox: { name: "Inbox", does: "The package has arrived" },
  intake: { name: "Intake", does: "It is checked and taken apart" },
  classify: { name: "Classify", does: "Each piece gets its plan" },
  light: { name: "Light", does: "Short passes run as functions" },
  heavy: { name: "Heavy", does: "Long passes run on workers" },
  aggregate: { name: "Aggregate", does: "Results are correlated and scored" },
};

const marks: Record<StageView["status"], { word: string; Icon: ComponentType }> = {
  done: { word: "done", Icon: Check },
  active: { word: "active", Icon: Dots },
  failed: { word: "failed", Icon: Cross },
  waiting: { word: "waiting", Icon: Minus },
};

const Term = ({ value, word, tone = "" }: { value: number; word: string; tone?: string }) => (
  <span class={`term ${value === 0 ? "none" : tone}`}>
    <b>{count(value)}</b> {word}
  </span>
);

/** expected = done + failed + in flight + missing: always shown whole, so that nothing can hide. */
const Sum = ({ stage }: { stage: StageView }) => {
  const { expected, done, failed, inFlight, missing, approximate } = stage;
  if (expected === undefined) return <span class="terms">counting</span>;
  return (
    <span class="terms">
      <span class="term">
        <b>{count(expected)}</b>
      </span>
      <Term value={done} word="done" />
      <Term value={failed} word="failed" tone="bad-text" />
      <Term value={inFlight} word={approximate ? "in flight, about" : "in flight"} tone="run-text" />
      <Term value={missing} word="to come" />
    </span>
  );
};

/** What the first and the last stage have to say, which hold the package as one. */
const words = (one: PackageDetail, { stage, status }: StageView): string => {
  if (stage === "inbox") return `${one.key}, ${bytes(one.bytes)}`;
  if (status === "done") return `Revision ${one.revision} of the report`;
  if (status === "active") return "Writing the report";
  if (status === "failed") return "No report could be written";
  return isActive(one) ? "Begins when the last component is settled" : "";
};

/** The stages as lanes of one stream, from the inbox down. */
export const Flow = ({ one }: { one: PackageDetail }) => (
  <ol class="flow">
    {one.stages.map((stage) => {
      const { name, does } = names[stage.stage];
      const { word, Icon } = marks[stage.status];
      return (
        <li key={stage.stage} class={stage.status}>
          <span class="node">
            <Icon />
          </span>
          <span class="what">
            <b>{name}</b>
            <span class="sr">{`: ${word}. `}</span>
            <span class="note">{does}</span>
          </span>
          <span class="lane">
            {stage.unit !== "package" ? (
              <Bar
                label={`${name}: ${stage.unit}s`}
                parts={{
                  expected: stage.expected,
                  done: stage.done + stage.failed,
                  failed: stage.failed,
                  inFlight: stage.inFlight,
                }}
              />
            ) : null}
            {stage.unit !== "package" ? <Sum stage={stage} /> : <span class="terms">{words(one, stage)}</span>}
          </span>
        </li>
      );
    })}
  </ol>
);
