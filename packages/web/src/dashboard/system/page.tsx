import "../styles/system.css";
import { Link } from "wouter-preact";
import { age, count, moment, plural } from "../data/format.ts";
import { type System, useDeadLetters, useSystem } from "../data/queries.ts";
import { Freshness } from "../shell/freshness.tsx";
import { Trouble } from "../shell/trouble.tsx";

const Queues = ({ queues }: { queues: System["queues"] }) => (
  <section class="card wide" aria-labelledby="queues">
    <h2 id="queues">Queues</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Queue</th>
            <th scope="col" class="number">
              Waiting
            </th>
            <th scope="col" class="number">
              In flight
            </th>
            <th scope="col" class="number">
              Delayed
            </th>
            <th scope="col" class="number">
              Dead
            </th>
            <th scope="col" class="number">
              At once
            </th>
          </tr>
        </thead>
        <tbody>
          {queues.map((queue) => (
            <tr key={queue.name}>
              <th scope="row">{queue.name}</th>
              <td class={`number ${queue.waiting ? "" : "none"}`}>{count(queue.waiting)}</td>
              <td class={`number ${queue.inFlight ? "" : "none"}`}>{count(queue.inFlight)}</td>
              <td class={`number ${queue.delayed ? "" : "none"}`}>{count(queue.delayed)}</td>
              <td class={`number ${queue.dead ? "bad-text" : "none"}`}>{count(queue.dead)}</td>
              <td class="number none">{count(queue.maxConcurrency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </section>
);

const DeadLetterCard = () => {
  const { data } = useDeadLetters();
  const letters = data?.deadLetters ?? [];
  return (
    <section class="card wide" aria-labelledby="dead-letters">
      <div class="card-head">
        <h2 id="dead-letters">Dead letters</h2>
        <b>{data?.next ? `${letters.length}+` : letters.length}</b>
      </div>
      {letters.length === 0 ? (
        <p class="note">None. A message that keeps failing is settled as a failure and kept here.</p>
      ) : (
        <ul class="failure-groups">
          {letters.map((one) => (
            <li key={one.id}>
              <div class="stack">
                <span>
                  <b>{one.last.kind.replaceAll("-", " ")}</b> in {one.queue}, after{" "}
                  {plural(one.receiveCount, "delivery", "deliveries")}
                </span>
                <span class="note">{one.last.message}</span>
                <span class="note">
                  {moment(one.buriedAt)} · settled: {one.settled}
                  {one.packageId ? (
                    <>
                      {" · "}
                      <Link href={`/packages/${one.packageId}`}>its package</Link>
                    </>
                  ) : null}
                </span>
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};

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
      <Queues queues={system.queues} />
      <section class="card" aria-labelledby="workers">
        <div class="card-head">
          <h2 id="workers">Workers</h2>
          <b>{system.workers.length}</b>
        </div>
        {system.workers.length === 0 ? (
          <p class="note">None is running. Heavy work starts one.</p>
        ) : (
          <ul class="entities">
            {system.workers.map((worker) => (
              <li key={worker.id}>
                <span class="mono value">{worker.id}</span>
                <span class="note">
                  {worker.busy === 0 ? "idle" : `running ${plural(worker.busy, "task")}`}, up{" "}
                  {age(system.now - worker.startedAt)}
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
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
