import { countOf, formatAge, formatDuration } from "@torrent/core/format";
import type { System } from "../data/queries.ts";

const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

const WarmPool = ({ fleet }: { fleet: System["fleet"] }) => {
  const { warmPool } = fleet;
  const [first = 0] = warmPool.days;
  const last = warmPool.days.at(-1) ?? first;
  return (
    <dl class="facts fleet">
      <div>
        <dt>Warm pool</dt>
        <dd>
          {`${countOf(warmPool.workers, "worker")}, ${days[first]} to ${days[last]}, ${warmPool.from} to ${warmPool.to} (${warmPool.timeZone}), on permanent stages`}
        </dd>
      </div>
      <div>
        <dt>Maximum</dt>
        <dd>{countOf(fleet.maxWorkers, "worker")}</dd>
      </div>
      <div>
        <dt>Idle timeout</dt>
        <dd>{formatDuration(fleet.idleSeconds * 1000)}</dd>
      </div>
    </dl>
  );
};

/** The workers that run heavy tasks, and the scaling limits of the fleet. */
export const Workers = ({ system }: { system: System }) => (
  <section class="card" aria-labelledby="workers">
    <div class="card-head">
      <h2 id="workers">Workers</h2>
      <b>{system.workers.length}</b>
    </div>
    {system.workers.length === 0 ? (
      <p class="note">No workers are running. One starts when there is heavy work.</p>
    ) : (
      <ul class="rows">
        {system.workers.map((worker) => (
          <li key={worker.id}>
            <span class="mono value">{worker.id}</span>
            <span class="note">
              {worker.busy === 0 ? "idle" : `running ${countOf(worker.busy, "task")}`}, up{" "}
              {formatAge(system.now - worker.startedAt)}
            </span>
          </li>
        ))}
      </ul>
    )}
    <WarmPool fleet={system.fleet} />
  </section>
);
