import { type PackageDetail, useActivity } from "../../data/queries.ts";
import { ErrorState } from "../../shell/error-state.tsx";
import { CostCard } from "./cost.tsx";
import { PassTable } from "./pass-table.tsx";
import { TimeAxis } from "./time-axis.tsx";

export const ActivityTab = ({ pkg }: { pkg: PackageDetail }) => {
  const query = useActivity(pkg);
  if (query.error && !query.data) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <div class="skeleton" aria-hidden="true" />;
  const { passes, axis, cost, partial } = query.data;
  if (passes.length === 0)
    return (
      <div class="card quiet-card">
        <h2>No tasks planned yet</h2>
      </div>
    );
  return (
    <div class="stacked">
      {partial ? <p class="callout">Based on the first 50,000 components only.</p> : null}
      <TimeAxis axis={axis} />
      <PassTable passes={passes} />
      <CostCard cost={cost} />
    </div>
  );
};
