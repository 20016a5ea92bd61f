import "../styles/system.css";
import { countOf } from "@torrent/core/format";
import { useSystem } from "../data/queries.ts";
import { ErrorState } from "../shell/error-state.tsx";
import { Freshness } from "../shell/freshness.tsx";
import { useTitle } from "../ui/use-title.ts";
import { ChoreographyCard } from "./choreography.tsx";
import { DeadLetterCard } from "./dead-letters.tsx";
import { Queues } from "./queues.tsx";
import { Workers } from "./workers.tsx";

export const SystemPage = () => {
  const query = useSystem();
  const system = query.data;
  const queued = system?.queues.reduce((sum, queue) => sum + queue.waiting + queue.inFlight + queue.delayed, 0);
  useTitle("System", queued === undefined ? undefined : queued === 0 ? "idle" : `${countOf(queued, "message")} queued`);
  if (!system && query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (!system) return <div class="skeleton" aria-hidden="true" />;
  return (
    <div class="system-page">
      <div class="list-head">
        <h1>System</h1>
        <Freshness at={query.dataUpdatedAt} failed={query.isRefetchError} />
      </div>
      <Queues queues={system.queues} now={system.now} graphs={system.graphs} />
      <Workers system={system} />
      <ChoreographyCard choreography={system.choreography} />
      <DeadLetterCard />
    </div>
  );
};
