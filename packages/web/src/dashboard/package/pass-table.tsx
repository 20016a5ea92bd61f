import { count, duration } from "../data/format.ts";
import type { Activity } from "../data/queries.ts";

type PassActivity = Activity["passes"][number];

const label = (bucket: number): string =>
  bucket === 0 ? "under 1 ms" : `${duration(2 ** (bucket - 1))} to ${duration(2 ** bucket)}`;

const Histogram = ({ counts }: { counts: readonly number[] }) => {
  const most = Math.max(1, ...counts);
  const first = Math.max(
    0,
    counts.findIndex((one) => one > 0),
  );
  const shown = counts.slice(first);
  const usual = counts.indexOf(Math.max(...counts));
  if (counts.length === 0) return <span class="note">none yet</span>;
  return (
    <span
      class="histogram"
      role="img"
      aria-label={`Most tasks took ${label(usual)}`}
      title={`Most tasks took ${label(usual)}`}
    >
      {shown.map((one, n) => (
        <i key={`${first + n}`} style={{ height: `${one === 0 ? 0 : Math.max(10, (100 * one) / most)}%` }} />
      ))}
    </span>
  );
};

const bad = ({ outcomes }: PassActivity): [string, number][] =>
  (["failed", "skipped", "expired", "cancelled"] as const).map((one): [string, number] => [one, outcomes[one]]);

export const PassTable = ({ passes }: { passes: readonly PassActivity[] }) => (
  <section class="card wide" aria-labelledby="passes">
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
