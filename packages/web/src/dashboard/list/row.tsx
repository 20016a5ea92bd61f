import {
  countOf,
  formatAge,
  formatBytes,
  formatCount,
  formatDateTime,
  formatDuration,
  formatPercent,
  formatRate,
  formatTimeLeft,
  formatUsd,
} from "@torrent/core/format";
import { splitName } from "../data/names.ts";
import { paceOfPackage } from "../data/pace-of-package.ts";
import { isActive, type PackageSummary } from "../data/queries.ts";
import { Bar } from "../ui/bar.tsx";
import { Warning } from "../ui/icons.tsx";
import { BandBadge, Reasons } from "../ui/priority.tsx";
import { StateMark, stateWord } from "../ui/state.tsx";

export const Name = ({ name }: { name: string }) => {
  const { folder, base } = splitName(name);
  return (
    <span class="name" title={name}>
      {folder ? <span class="folder">{folder}</span> : null}
      {base}
    </span>
  );
};

/** Shows a bar only while something is unfinished or failed. */
const Progress = ({ pkg }: { pkg: PackageSummary }) => {
  const { expected, settled, failed, missing = 0 } = pkg.progress;
  if (pkg.state === "rejected") return <span class="note bad-text">{pkg.error?.message ?? "Rejected at intake"}</span>;
  if (expected === undefined && !isActive(pkg)) return <span class="note">not counted</span>;
  const active = isActive(pkg);
  return (
    <>
      {active || failed > 0 || missing > 0 ? (
        <Bar parts={{ expected, done: settled, failed }} label={`Progress of ${pkg.name}`} />
      ) : null}
      <span class="note">
        {expected === undefined ? (
          "Unpacking"
        ) : active ? (
          <>
            <b>{formatPercent(settled, expected)}</b> {formatCount(settled)} of {countOf(expected, "component")}
          </>
        ) : (
          <>
            {countOf(expected, "component")}
            {missing > 0 ? `, ${formatCount(missing)} missing` : ""}
          </>
        )}
        {failed > 0 ? <span class="bad-text">{`, ${formatCount(failed)} failed`}</span> : null}
      </span>
    </>
  );
};

const Pace = ({ pkg, now }: { pkg: PackageSummary; now: number }) => {
  if (!isActive(pkg))
    return <span>{pkg.finishedAt === undefined ? "" : formatDuration(pkg.finishedAt - pkg.createdAt)}</span>;
  if (pkg.stalled)
    return (
      <span class="warn-text">
        <Warning /> Stalled
      </span>
    );
  const pace = paceOfPackage(pkg, now);
  return (
    <>
      <span>{pace && pace.perSecond > 0 ? formatRate(pace.perSecond) : "starting"}</span>
      <span class="note">{pace?.leftMs ? formatTimeLeft(pace.leftMs) : ""}</span>
    </>
  );
};

/** Clicks for a new tab or window are left to the browser. */
const isPlain = (event: MouseEvent): boolean => !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;

export interface RowProps {
  pkg: PackageSummary;
  now: number;
  index: number;
  top: number;
  height: number;
  current: boolean;
  reasons: boolean;
  onFocus(): void;
  onOpen(): void;
  onReasons(): void;
}

export const PackageRow = ({
  pkg,
  now,
  index,
  top,
  height,
  current,
  reasons,
  onFocus,
  onOpen,
  onReasons,
}: RowProps) => {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && event.target === event.currentTarget) onOpen();
  };
  // The choreography names first what matters most.
  const [counted] = Object.values(pkg.progress.tasks.counts);
  return (
    <div
      id={`row-${pkg.id}`}
      class={`row ${reasons ? "open" : ""}`}
      role="row"
      aria-rowindex={index + 2}
      tabIndex={current ? 0 : -1}
      style={{ transform: `translateY(${top}px)`, height: `${height}px` }}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      onClick={(event) => isPlain(event) && onOpen()}
    >
      <div role="gridcell" class="cell-name">
        <StateMark state={pkg.state} />
        <span class="stack">
          <a href={`/packages/${pkg.id}`} tabIndex={-1} onClick={(event) => isPlain(event) && event.preventDefault()}>
            <Name name={pkg.name} />
          </a>
          <span class="note">
            {stateWord(pkg.state)} · {formatBytes(pkg.bytes)}
            {pkg.round > 1 ? ` · round ${pkg.round}` : ""}
            {pkg.warningCount > 0 ? ` · ${countOf(pkg.warningCount, "warning")}` : ""}
            {pkg.retrying > 0 ? <span class="warn-text">{` · ${countOf(pkg.retrying, "task")} retrying`}</span> : null}
          </span>
        </span>
      </div>
      <div role="gridcell" class="cell-progress stack">
        <Progress pkg={pkg} />
      </div>
      <div role="gridcell" class="cell-pace stack">
        <Pace pkg={pkg} now={now} />
      </div>
      <div role="gridcell" class="cell-priority">
        <button
          type="button"
          tabIndex={-1}
          class="plain"
          aria-expanded={reasons}
          onClick={(event) => {
            event.stopPropagation();
            onReasons();
          }}
        >
          <span class="sr">Priority </span>
          <BandBadge priority={pkg.priority} />
          <span class="sr">, show factors</span>
        </button>
        {reasons ? (
          <div class="popover" role="group" aria-label="Priority factors">
            <Reasons priority={pkg.priority} />
          </div>
        ) : null}
      </div>
      {counted === undefined ? null : (
        <div role="gridcell" class={`number ${counted === 0 ? "none" : ""}`}>
          {pkg.state === "rejected" ? "" : formatCount(counted)}
        </div>
      )}
      <div role="gridcell" class="number cell-cost" title="Estimated cost on AWS at list prices">
        {formatUsd(pkg.cost.usd)}
      </div>
      <div role="gridcell" class="number cell-age" title={formatDateTime(pkg.createdAt)}>
        {formatAge(now - pkg.createdAt)}
      </div>
    </div>
  );
};
