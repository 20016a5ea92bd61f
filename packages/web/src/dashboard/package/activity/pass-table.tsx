import { count, duration } from "../../data/format.ts";
import type { Activity } from "../../data/queries.ts";
import { Histogram } from "./histogram.tsx";

type PassActivity = Activity["passes"][number];

const bad = ({ outcomes }: PassActivity): [string, number][] =>
  (["failed", "skipped", "expired", "cancelled"] as const).map((one): [string, number] => [one, outcomes[one]]);

export const PassTable = ({ passes }: { passes: readonly PassActivity[] }) => (
  <section class="card" aria-labelledby="passes">
    <h2 id="passes">Passes</h2>
    <ul class="passes">
      {passes.map((pass) => (
        <li key={pass.pass}>
          <div class="stack">
            <b>{pass.pass}</b>
            <span class="note">
              {pass.fargate === 0
                ? "all on Lambda"
                : pass.lambda === 0
                  ? "all on Fargate"
                  : `${count(pass.lambda)} on Lambda, ${count(pass.fargate)} on Fargate`}
            </span>
          </div>
          <div class="terms">
            <span class="term">
              <b>{count(pass.planned)}</b>
            </span>
            <span class="term">
              <b>{count(pass.outcomes.succeeded)}</b> succeeded
            </span>
            {bad(pass)
              .filter(([, n]) => n > 0)
              .map(([word, n]) => (
                <span key={word} class="term bad-text">
                  <b>{count(n)}</b> {word}
                </span>
              ))}
            <span class={`term ${pass.waiting === 0 ? "none" : "run-text"}`}>
              <b>{count(pass.waiting)}</b> to come
            </span>
            {pass.retried > 0 ? <span class="warn-text">{count(pass.retried)} after a retry</span> : null}
          </div>
          <div class="stack time">
            <span>{duration(pass.ms)}</span>
            <span class="note">estimated {duration(pass.estimatedMs)}</span>
          </div>
          <Histogram counts={pass.histogram} />
        </li>
      ))}
    </ul>
  </section>
);
