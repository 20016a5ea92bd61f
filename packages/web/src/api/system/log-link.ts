import type { Route } from "@torrent/core/unstable";

/** One task, as its log lines name it. */
export interface LoggedTask {
  packageId: string;
  round: number;
  tree: string;
  slot: number;
  task: number;
  route: Route;
  /** When something of it was noted, epoch milliseconds: its lines are near. */
  from?: number;
  to?: number;
}

/** The address of a task's log lines, for people; `undefined` where there is none to go to. */
export type LogLink = (task: LoggedTask) => string | undefined;

const MARGIN_MS = 5 * 60_000;

/** The console's own encoding of a fragment's parts: percent-encoded twice, with `$` for `%`. */
const fragment = (text: string): string => encodeURIComponent(encodeURIComponent(text)).replaceAll("%", "$");

/** CloudWatch's log events of the task's lines, in the log group of its route. */
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

/** The address of a deployment's dashboard in CloudWatch, for people. */
export const cloudWatchGraphs = ({ region, name }: { region: string; name: string }): string =>
  `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${encodeURIComponent(name)}`;
