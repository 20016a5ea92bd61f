import { formatCount, formatDuration } from "@torrent/core/format";
import type { Activity } from "../../data/queries.ts";
import { Histogram } from "./histogram.tsx";

type PassActivity = Activity["passes"][number];

const bad = ({ outcomes }: PassActivity): [string, number][] =>
  (["failed", "skipped", "expired", "cancelled"] as const).map((outcome): [string, number] => [
    outcome,
    outcomes[outcome],
  ]);

export const PassTable = ({ passes }: { passes: readonly PassActivity[] }) => (
  <section class="card" aria-labelledby="passes">
    <h2 id="passes">Passes</h2>
    <ul class="passes">
      {passes.map((pass) => (
        <li key={pass.pass}>
          <div class="stack">
            <b>{pass.pass}</b>
            <span class="note">
              {pass.worker === 0
                ? "all as functions"
                : pass.function === 0
                  ? "all on workers"
                  : `${formatCount(pass.function)} as functions, ${formatCount(pass.worker)} on workers`}
            </span>
          </div>
          <div class="terms">
            <span class="term">
              <b>{formatCount(pass.planned)}</b>
            </span>
            <span class="term">
              <b>{formatCount(pass.outcomes.succeeded)}</b> succeeded
            </span>
            {bad(pass)
              .filter(([, n]) => n > 0)
              .map(([word, n]) => (
                <span key={word} class="term bad-text">
                  <b>{formatCount(n)}</b> {word}
                </span>
              ))}
            <span class={`term ${pass.waiting === 0 ? "none" : "run-text"}`}>
              <b>{formatCount(pass.waiting)}</b> pending
            </span>
            {pass.retried > 0 ? <span class="warn-text">{formatCount(pass.retried)} retried</span> : null}
          </div>
          <div class="stack time">
            <span>{formatDuration(pass.ms)}</span>
            <span class="note">estimated {formatDuration(pass.estimatedMs)}</span>
          </div>
          <Histogram counts={pass.histogram} />
        </li>
      ))}
    </ul>
  </section>
);
