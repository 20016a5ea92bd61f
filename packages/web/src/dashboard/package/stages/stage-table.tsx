import { formatCount, formatRate } from "@torrent/core/format";
import type { ComponentType } from "preact";
import { useState } from "preact/hooks";
import { paceOfStage } from "../../data/pace-of-package.ts";
import { isActive, type PackageDetail, type StageView } from "../../data/queries.ts";
import { Bar } from "../../ui/bar.tsx";
import { Check, Chevron, Cross, Dots, Minus } from "../../ui/icons.tsx";
import { stages, stageText } from "./stage-text.ts";

const marks: Record<StageView["status"], { word: string; Icon: ComponentType }> = {
  done: { word: "done", Icon: Check },
  active: { word: "active", Icon: Dots },
  failed: { word: "failed", Icon: Cross },
  waiting: { word: "waiting", Icon: Minus },
};

const Amount = ({ value, word, tone = "" }: { value: number; word: string; tone?: string }) => (
  <td class={`number ${value === 0 ? "none" : tone}`} data-word={word}>
    {formatCount(value)}
  </td>
);

/** Always shows every term of expected = done + failed + in flight + pending. */
const Lane = ({ pkg, stage }: { pkg: PackageDetail; stage: StageView }) => {
  const { expected, done, failed, inFlight, missing, retrying, approximate, growing, status } = stage;
  const { word, Icon } = expected === 0 ? marks.waiting : marks[status];
  const pace = status === "active" ? paceOfStage(pkg, stage) : undefined;
  return (
    <tr class={`${status} of-${stage.unit} ${expected === 0 ? "unused" : ""}`}>
      <th scope="row">
        <span class="stage">
          <span class="node">
            <Icon />
          </span>
          <span class="what">
            <b>{stages[stage.stage].name}</b>
            <span class="sr">{`: ${word}. `}</span>
            <span class="note">{stageText(pkg, stage)}</span>
          </span>
        </span>
      </th>
      <td class="track">
        {stage.unit === "package" || expected === 0 ? null : (
          <Bar
            label={`${stages[stage.stage].name}: ${stage.unit}s`}
            parts={{ expected, done: done + failed, failed, inFlight }}
          />
        )}
      </td>
      <td class="number" data-word={`${stage.unit}s`}>
        {expected === undefined ? "…" : `${approximate ? "≈ " : ""}${formatCount(expected)}${growing ? "+" : ""}`}
      </td>
      <Amount value={done} word="done" />
      <Amount value={failed} word="failed" tone="bad-text" />
      <td class={`number ${inFlight === 0 ? "none" : "run-text"}`} data-word="in flight">
        {formatCount(inFlight)}
        {retrying > 0 ? <span class="warn-text retrying">{formatCount(retrying)} retrying</span> : null}
      </td>
      <Amount value={missing} word="pending" />
      <td class={`number rate ${pace ? "" : "none"}`}>
        {pace && pace.perSecond > 0 ? formatRate(pace.perSecond) : ""}
      </td>
    </tr>
  );
};

const Lanes = ({ pkg }: { pkg: PackageDetail }) => (
  <table class="lanes">
    <caption class="sr">Stages, where expected = done + failed + in flight + pending</caption>
    <thead>
      <tr>
        <th scope="col">Stage</th>
        <td class="track" />
        <th scope="col" class="number">
          Expected
        </th>
        <th scope="col" class="number">
          = Done
        </th>
        <th scope="col" class="number">
          + Failed
        </th>
        <th scope="col" class="number">
          + In flight
        </th>
        <th scope="col" class="number">
          + Pending
        </th>
        <th scope="col" class="number rate">
          Rate
        </th>
      </tr>
    </thead>
    <tbody>
      {pkg.stages.map((stage) => (
        <Lane key={stage.stage} pkg={pkg} stage={stage} />
      ))}
    </tbody>
  </table>
);

const Step = ({ stage }: { stage: StageView }) => {
  const { expected = 0, failed, unit, status } = stage;
  const { word, Icon } = expected === 0 ? marks.waiting : marks[status];
  return (
    <li class={`${status} ${expected === 0 ? "unused" : ""}`}>
      <span class="node">
        <Icon />
      </span>
      {stages[stage.stage].name}
      <span class="sr">{` ${word}`}</span>
      {unit === "package" ? null : <b>{formatCount(expected)}</b>}
      {failed > 0 && unit !== "package" ? <span class="bad-text">{formatCount(failed)} failed</span> : null}
    </li>
  );
};

/**
 * The stages as a table. For a package that had ended when the page was opened, they are collapsed into one line. They
 * do not collapse by themselves, so that the layout does not shift at the end.
 */
export const StageTable = ({ pkg }: { pkg: PackageDetail }) => {
  const [open] = useState(isActive(pkg));
  return (
    <details class="flow" open={open}>
      <summary>
        <Chevron />
        <span class="flow-title">Stages</span>
        <ol class="steps">
          {pkg.stages.map((stage) => (
            <Step key={stage.stage} stage={stage} />
          ))}
        </ol>
      </summary>
      <Lanes pkg={pkg} />
    </details>
  );
};
