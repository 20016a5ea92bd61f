import { formatUsd } from "@torrent/core/format";
import type { Activity } from "../../data/queries.ts";

interface PartProps {
  name: string;
  of: string;
  usd: number;
  maximum: number;
}

const Part = ({ name, of, usd, maximum }: PartProps) => (
  <li>
    <span>{name}</span>
    <span class="note">{of}</span>
    <span class="meter" aria-hidden="true">
      <i style={{ width: `${(100 * usd) / maximum}%` }} />
    </span>
    <b>{formatUsd(usd)}</b>
  </li>
);

export const CostCard = ({ cost }: { cost: Activity["cost"] }) => {
  const { parts, usd, choreographyUsd, stepFunctionsUsd } = cost;
  const maximum = Math.max(...parts.map((part) => part.usd), 1e-12);
  const times = choreographyUsd > 0 ? stepFunctionsUsd / choreographyUsd : 0;
  const comparisonMaximum = Math.max(choreographyUsd, stepFunctionsUsd, 1e-12);
  return (
    <section class="card" aria-labelledby="cost">
      <div class="card-head">
        <h2 id="cost">Estimated cost on AWS</h2>
        <b>{formatUsd(usd)}</b>
      </div>
      <ul class="cost">
        {parts.map((part) => (
          <Part key={part.name} name={part.name} of={part.of} usd={part.usd} maximum={maximum} />
        ))}
      </ul>
      <h3>Coordination cost compared with Step Functions state transitions</h3>
      <ul class="cost">
        <Part name="Torrent" of="DynamoDB and SQS, included above" usd={choreographyUsd} maximum={comparisonMaximum} />
        <Part
          name="Step Functions"
          of={times >= 1.5 ? `about ${Math.round(times)} times as much` : "not used, for comparison only"}
          usd={stepFunctionsUsd}
          maximum={comparisonMaximum}
        />
      </ul>
      <p class="note">
        Estimates at list prices for us-east-1, November 2026. Free tiers and discounts are not included.
      </p>
    </section>
  );
};
