import { countOf, formatCount, formatDateTime } from "@torrent/core/format";
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { useLive } from "../../data/live.ts";
import { nameInPackage } from "../../data/names.ts";
import { componentPath } from "../../data/paths.ts";
import { type PackageDetail, useWhy, type Why } from "../../data/queries.ts";

const WhyDetails = ({ why, id }: { why: Why; id: string }) => {
  const busy = Object.entries(why.queues).filter(
    ([, queue]) => queue.visible + queue.inFlight + queue.delayed + queue.dead > 0,
  );
  return (
    <div class="why">
      <p>{why.because}.</p>
      {busy.length > 0 ? (
        <ul class="chips">
          {busy.map(([name, queue]) => (
            <li key={name} class="chip">
              {name}: {formatCount(queue.visible)} waiting, {formatCount(queue.inFlight)} in flight
              {queue.delayed ? `, ${formatCount(queue.delayed)} delayed` : ""}
              {queue.dead ? `, ${formatCount(queue.dead)} in the dead-letter queue` : ""}
            </li>
          ))}
          {busy.some(([name]) => name.startsWith("heavy")) ? (
            <li class="chip">{countOf(why.workers, "worker")}</li>
          ) : null}
        </ul>
      ) : null}
      {why.missing.length > 0 ? (
        <ul class="missing">
          {why.missing.slice(0, 12).map((task) => (
            <li key={`${task.component}${task.pass}`}>
              <Link href={componentPath(id, task.component)} class="mono">
                {nameInPackage(task.name)}
              </Link>
              <span class="note">
                {task.pass}, {task.state === "queued" ? `queued in ${task.queue}` : "waiting for an earlier task"}
                {task.attempts
                  ? `, ${countOf(task.attempts, "delivery")} failed: ${task.lastError?.message ?? ""}`
                  : ""}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      <p class="note">
        {why.sweepActsAt === undefined ? "" : `Stalled work is sent again at ${formatDateTime(why.sweepActsAt)}. `}
        Tasks still missing at {formatDateTime(why.deadlineAt)} will be settled as expired.
      </p>
    </div>
  );
};

/** Packages up to this number of components are read without a click. */
const SMALL_PACKAGE = 500;

/** Explains why the package is not finished: immediately for small or stalled packages, otherwise on request. */
export const WhyCard = ({ pkg }: { pkg: PackageDetail }) => {
  const { paused } = useLive();
  const isCheap = pkg.stalled || (pkg.components !== undefined && pkg.components <= SMALL_PACKAGE);
  const [isClicked, setWanted] = useState(false);
  const isRequested = isClicked || isCheap;
  const query = useWhy(pkg.id, isRequested, isCheap && !paused);
  return (
    <section class="card" aria-labelledby="why-waiting">
      <div class="card-head">
        <h2 id="why-waiting">Why is it not finished yet?</h2>
        {isCheap ? null : (
          <button
            type="button"
            class="button small"
            disabled={query.isFetching}
            onClick={() => (isRequested ? void query.refetch() : setWanted(true))}
          >
            {query.isFetching ? "Loading" : isRequested ? "Refresh" : "Show missing tasks"}
          </button>
        )}
      </div>
      {query.error ? <p class="bad-text">{query.error.message}</p> : null}
      {query.data ? (
        <WhyDetails why={query.data} id={pkg.id} />
      ) : (
        <p class="note">
          {isRequested
            ? "Loading"
            : "Work is in progress. The list shows each missing task and what it is waiting for."}
        </p>
      )}
    </section>
  );
};
