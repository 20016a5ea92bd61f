import { headingOf } from "../data/counts.ts";

export interface PriorityView {
  score: number;
  band: string;
  factors: { name: string; value: number; weight: number; evidence?: string | undefined }[];
}

const words: Record<string, string> = {
  urgency: "Urgency",
  source: "Source",
  kind: "Content type",
  waiting: "Waiting time",
};

export const BandBadge = ({ priority }: { priority: PriorityView }) => (
  <span class={`band ${priority.band}`}>
    <span class="pips" aria-hidden="true">
      <i />
      <i />
      <i />
      <i />
    </span>
    <b>{Math.round(priority.score)}</b>
    <span class="word">{priority.band}</span>
  </span>
);

/** Why this rank: each factor's points, of those that it could bring. */
export const Reasons = ({ priority }: { priority: PriorityView }) => (
  <ul class="reasons">
    {priority.factors.map((factor) => (
      <li key={factor.name} class={factor.value === 0 ? "none" : ""}>
        <span>{words[factor.name] ?? headingOf(factor.name)}</span>
        <span class="meter" aria-hidden="true">
          <i style={{ width: `${100 * factor.value}%` }} />
        </span>
        <span class="points">
          <b>+{(factor.value * factor.weight).toFixed(1)}</b>
          <small> of {factor.weight}</small>
        </span>
        {factor.evidence ? <span class="evidence">{factor.evidence}</span> : null}
      </li>
    ))}
  </ul>
);
