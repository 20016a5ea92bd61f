import { isTerminalState, type PackageRow } from "@torrent/core/unstable";
import type { StageView } from "../packages/package-schemas.ts";
import type { Lane, Lanes } from "./lanes.ts";
import { slotsOf } from "./progress.ts";
import type { Retrying } from "./retrying.ts";

type Counts = Partial<Pick<StageView, "done" | "failed" | "inFlight" | "missing" | "retrying">>;

const sumOf = ({ done, failed, inFlight, missing }: Lane): number => done + failed + inFlight + missing;

/**
 * The progress of a round in each stage, where expected = done + failed + in flight + missing. A component whose
 * classification failed counts as a failed light task of the pass `classify`.
 */
export const stagesOf = (row: PackageRow, lanes: Lanes, retrying: Retrying): StageView[] => {
  const slots = slotsOf(row);
  const ended = isTerminalState(row.state);
  const counted = slots !== undefined;
  const sent = row.fannedOut === true || ended;
  const { unplanned, light, heavy, approximate } = lanes;
  const planned = counted && unplanned === 0;
  const settled = planned && [light, heavy].every(({ inFlight, missing }) => inFlight + missing === 0);
  const reported = ended && row.revision === row.round;
  const lost = row.state === "failed" && !reported;
  const status = (done: boolean, active: boolean, failed = false): StageView["status"] =>
    failed ? "failed" : done ? "done" : active ? "active" : "waiting";
  const view = (
    stage: StageView["stage"],
    unit: StageView["unit"],
    expected: number | undefined,
    counts: Counts,
    at: StageView["status"],
    more: { approximate?: boolean; growing?: boolean } = {},
  ): StageView => ({
    stage,
    unit,
    ...(expected === undefined ? {} : { expected }),
    done: 0,
    failed: 0,
    inFlight: 0,
    missing: 0,
    retrying: 0,
    approximate: false,
    growing: false,
    ...counts,
    ...more,
    status: at,
  });
  const lane = (stage: "light" | "heavy", at: Lane, again: number): StageView =>
    view(
      stage,
      "task",
      counted ? sumOf(at) : undefined,
      { ...at, retrying: again },
      status(settled, counted && !ended),
      {
        approximate,
        growing: counted && !planned && !ended,
      },
    );
  const single = (done: boolean, active: boolean, failed: boolean): Counts =>
    failed ? { failed: 1 } : done ? { done: 1 } : active ? { inFlight: 1 } : { missing: 1 };
  const aggregating = row.state === "aggregating" || (row.state === "open" && settled && sent);
  return [
    view("inbox", "package", 1, { done: 1 }, "done"),
    view("intake", "component", slots, { done: slots ?? 0 }, status(counted && sent, !ended, ended && !counted)),
    view(
      "classify",
      "component",
      slots,
      { done: (slots ?? 0) - unplanned, [sent && !ended ? "inFlight" : "missing"]: unplanned },
      status(planned, counted && !ended),
      { approximate: approximate && unplanned > 0 },
    ),
    lane("light", light, retrying.function),
    lane("heavy", heavy, retrying.worker),
    view("aggregate", "package", 1, single(reported, aggregating, lost), status(reported, aggregating, lost)),
  ];
};
