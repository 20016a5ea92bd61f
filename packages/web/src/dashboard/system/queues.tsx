import { formatAge, formatCount } from "@torrent/core/format";
import type { System } from "../data/queries.ts";

interface QueuesProps {
  queues: System["queues"];
  now: number;
  graphs: string | undefined;
}

/** The queue of each stage and the age of its oldest message, or a link to the graphs that show it. */
export const Queues = ({ queues, now, graphs }: QueuesProps) => {
  const showsAge = graphs === undefined;
  return (
    <section class="card wide" aria-labelledby="queues">
      <div class="card-head">
        <h2 id="queues">Queues</h2>
        <span class="note">
          {queues.every((queue) => queue.waiting + queue.inFlight === 0) ? "All queues are empty" : ""}
        </span>
      </div>
      <div class="scroll">
        <table class="queues">
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
              {showsAge ? (
                <th scope="col" class="number">
                  Oldest
                </th>
              ) : null}
              <th scope="col" class="number">
                Dead letters
              </th>
              <th scope="col" class="number">
                Max concurrency
              </th>
            </tr>
          </thead>
          <tbody>
            {queues.map((queue) => {
              const busy = queue.waiting + queue.inFlight + queue.delayed > 0;
              return (
                <tr key={queue.name}>
                  <th scope="row">{queue.name}</th>
                  <td class={`number ${queue.waiting ? "" : "none"}`}>{formatCount(queue.waiting)}</td>
                  <td class={`number ${queue.inFlight ? "" : "none"}`}>{formatCount(queue.inFlight)}</td>
                  <td class={`number ${queue.delayed ? "" : "none"}`}>{formatCount(queue.delayed)}</td>
                  {showsAge ? (
                    <td class={`number ${busy && queue.oldestAt ? "" : "none"}`}>
                      {queue.oldestAt === undefined ? "–" : formatAge(now - queue.oldestAt)}
                    </td>
                  ) : null}
                  <td class={`number ${queue.dead ? "bad-text" : "none"}`}>{formatCount(queue.dead)}</td>
                  <td class="number none">{formatCount(queue.maxConcurrency)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {showsAge ? null : (
        <p class="note">
          Oldest-message age is available only in CloudWatch: see its <a href={graphs}>graphs</a>. An alarm fires when a
          message waits longer than its retries take.
        </p>
      )}
    </section>
  );
};
