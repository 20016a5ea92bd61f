import { count, duration, percent, plural, rate } from "../data/format.ts";
import { paceOfPackage } from "../data/pace-of-package.ts";
import { isActive, type PackageDetail } from "../data/queries.ts";
import { Bar } from "../ui/bar.tsx";
import { timeLeft } from "../ui/time-left.ts";

const Figure = ({ value, label }: { value: string; label: string }) => (
  <div class="figure">
    <b>{value}</b>
    <span>{label}</span>
  </div>
);

/** One line that answers: how far, how fast, how long still. */
export const Headline = ({ one }: { one: PackageDetail }) => {
  const { expected, settled, failed, tasks } = one.progress;
  const active = isActive(one);
  const pace = paceOfPackage(one, one.now);
  const planned = one.stages.find(({ stage }) => stage === "classify")?.done ?? 0;
  const inFlight = active ? Math.max(0, planned - settled) : 0;
  return (
    <div class="headline">
      <div class="figures">
        <Figure
          value={expected === undefined ? "…" : percent(settled, expected)}
          label={
            expected === undefined
              ? "taking the package apart"
              : `${count(settled)} of ${plural(expected, "component")}`
          }
        />
        {active ? (
          <Figure value={pace && pace.perSecond > 0 ? rate(pace.perSecond) : "…"} label="components" />
        ) : (
          <Figure
            value={one.finishedAt === undefined ? "…" : duration(one.finishedAt - one.createdAt)}
            label="from arrival to end"
          />
        )}
        {active ? (
          <Figure
            value={pace?.leftMs ? timeLeft(pace.leftMs).replace(" left", "").replace("about ", "~") : "…"}
            label={one.stalled ? "stalled" : "left"}
          />
        ) : (
          <Figure value={count(tasks.findings)} label={tasks.findings === 1 ? "finding" : "findings"} />
        )}
        <Figure value={count(failed)} label={failed === 1 ? "component failed" : "components failed"} />
      </div>
      <Bar thick parts={{ expected, done: settled, failed, inFlight }} label="Components settled" />
    </div>
  );
};
