import type { Route } from "@torrent/core/unstable";

/** A task as its log lines identify it. */
export interface LoggedTask {
  packageId: string;
  round: number;
  tree: string;
  slot: number;
  task: number;
  route: Route;
  /** Epoch milliseconds of the first and last known event; its log lines are near them. */
  from?: number;
  to?: number;
}

/** The URL of a task's log lines; `undefined` if there is none. */
export type LogLink = (task: LoggedTask) => string | undefined;

const MARGIN_MS = 5 * 60_000;

/** The console's own encoding of a fragment's parts: percent-encoded twice, with `$` for `%`. */
const fragment = (text: string): string => encodeURIComponent(encodeURIComponent(text)).replaceAll("%", "$");

/** Links to the task's log events in CloudWatch, in the log group of its route. */
export const cloudWatchLinks =
  ({ region, groups }: { region: string; groups: Partial<Record<Route, string>> }): LogLink =>
  ({ packageId, round, tree, slot, task, route, from, to }) => {
    const group = groups[route];
    if (group === undefined) return undefined;
    const pattern = `{ $.packageId = "${packageId}" && $.round = ${round} && $.tree = "${tree}" && $.slot = ${slot} && $.task = ${task} }`;
    const query = [
      `filterPattern$3D${fragment(pattern)}`,
      ...(from === undefined ? [] : [`start$3D${from - MARGIN_MS}`]),
      ...(to === undefined ? [] : [`end$3D${to + MARGIN_MS}`]),
    ].join("$26");
    return `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${fragment(group)}/log-events$3F${query}`;
  };

/** The URL of a deployment's CloudWatch dashboard. */
export const cloudWatchGraphs = ({ region, name }: { region: string; name: string }): string =>
  `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${encodeURIComponent(name)}`;
