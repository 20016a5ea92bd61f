import { dollars } from "../data/format.ts";
import type { Activity } from "../data/queries.ts";

export const CostCard = ({ cost }: { cost: Activity["cost"] }) => {
  const { parts, usd, choreographyUsd, stepFunctionsUsd } = cost;
  const most = Math.max(...parts.map((part) => part.usd), 1e-12);
  const times = choreographyUsd > 0 ? stepFunctionsUsd / choreographyUsd : 0;
  return (
    <section class="card wide" aria-labelledby="cost">
      <div class="card-head">
        <h2 id="cost">Cost on AWS, estimated</h2>
        <b>{dollars(usd)}</b>
      </div>
      <ul class="shares cost">
        {parts.map((part) => (
          <li key={part.name}>
            <span>
              {part.name} <span class="note">{part.of}</span>
            </span>
            <span class="meter" aria-hidden="true">
              <i style={{ width: `${(100 * part.usd) / most}%` }} />
            </span>
            <b>{dollars(part.usd)}</b>
          </li>
        ))}
      </ul>
      <p class="note">
        By list prices in us-east-1, November 2026. Counting and messages come to {dollars(choreographyUsd)} of it; the
        same steps as Step Functions transitions would come to {dollars(stepFunctionsUsd)}
        {times >= 1.5 ? `, ${Math.round(times)} times as much` : ""}.
      </p>
    </section>
  );
};
