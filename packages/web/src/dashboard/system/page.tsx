import "../styles/system.css";
import { useSystem } from "../data/queries.ts";
import { Freshness } from "../shell/freshness.tsx";
import { Trouble } from "../shell/trouble.tsx";
import { DeadLetterCard } from "./dead-letters.tsx";
import { Queues } from "./queues.tsx";
import { Workers } from "./workers.tsx";

export const SystemPage = () => {
  const query = useSystem();
  const system = query.data;
  if (!system && query.error) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  if (!system) return <div class="skeleton" aria-hidden="true" />;
  return (
    <div class="system-page">
      <div class="list-head">
        <h1>System</h1>
        <Freshness at={query.dataUpdatedAt} failed={query.isRefetchError} />
      </div>
      <Queues queues={system.queues} now={system.now} graphs={system.graphs} />
      <Workers system={system} />
      <section class="card" aria-labelledby="passes">
        <h2 id="passes">Passes</h2>
        {system.passes.length === 0 ? (
          <p class="note">This server was not told which passes are deployed.</p>
        ) : (
          <ul class="chips">
            {system.passes.map((pass) => (
              <li key={pass.name} class="chip mono">
                {pass.name}@{pass.version}
              </li>
            ))}
          </ul>
        )}
      </section>
      <DeadLetterCard />
    </div>
  );
};
