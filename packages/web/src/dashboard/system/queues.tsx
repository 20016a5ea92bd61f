import { age, count } from "../data/format.ts";
import type { System } from "../data/queries.ts";

/** What feeds each stage, and how long its oldest message has been there. */
export const Queues = ({ queues, now }: { queues: System["queues"]; now: number }) => {
  const told = queues.some((queue) => queue.oldestAt !== undefined);
  return (
    <section class="card wide" aria-labelledby="queues">
      <div class="card-head">
        <h2 id="queues">Queues</h2>
        <span class="note">{queues.every((queue) => queue.waiting + queue.inFlight === 0) ? "All are empty" : ""}</span>
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
              <th scope="col" class="number">
                Oldest
              </th>
              <th scope="col" class="number">
                Dead
              </th>
              <th scope="col" class="number">
                At once, at most
              </th>
            </tr>
          </thead>
          <tbody>
            {queues.map((queue) => {
              const busy = queue.waiting + queue.inFlight + queue.delayed > 0;
              return (
                <tr key={queue.name}>
                  <th scope="row">{queue.name}</th>
                  <td class={`number ${queue.waiting ? "" : "none"}`}>{count(queue.waiting)}</td>
                  <td class={`number ${queue.inFlight ? "" : "none"}`}>{count(queue.inFlight)}</td>
                  <td class={`number ${queue.delayed ? "" : "none"}`}>{count(queue.delayed)}</td>
                  <td class={`number ${busy && queue.oldestAt ? "" : "none"}`}>
                    {queue.oldestAt === undefined ? "–" : age(now - queue.oldestAt)}
                  </td>
                  <td class={`number ${queue.dead ? "bad-text" : "none"}`}>{count(queue.dead)}</td>
                  <td class="number none">{count(queue.maxConcurrency)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {told || queues.every((queue) => queue.waiting === 0) ? null : (
        <p class="note">This deployment's queues tell the age of their oldest message to their alarms only.</p>
      )}
    </section>
  );
};
