import {
  type ComponentRef,
  fromMetadata,
  keys,
  type NodeKey,
  type PackageRow,
  readAttempts,
  readResult,
  type StoredResult,
  severities,
  slotOf,
  type TallyNode,
} from "@torrent/core";
import pMap from "p-map";
import type { ComponentDetail, EntityView, FindingView, TaskView } from "./component-schemas.ts";
import type { Deps } from "./env.ts";
import type { Membership } from "./membership.ts";

const SHOWN = 200;

/** `12/unpack/3` stands in slot 3 of the subtree that the task `unpack` of slot 12 opened. */
const findNode = async (
  { cloud }: Deps,
  row: PackageRow,
  ref: ComponentRef,
  members: Membership,
): Promise<TallyNode | undefined> => {
  const [first = "", ...grown] = ref.split("/");
  const { round, slot } = members.place(Number(first));
  let key: NodeKey = { packageId: row.id, round, tree: "", level: 0, index: slot };
  let node = await cloud.tally.read(key);
  for (let at = 0; at < grown.length; at += 2) {
    const task = node?.plan?.tasks.findIndex(({ pass }) => pass === grown[at]) ?? -1;
    if (task < 0) return undefined;
    const tree = key.tree === "" ? `${key.index}.${task}` : `${key.tree}.${key.index}.${task}`;
    key = { ...key, tree, index: Number(grown[at + 1]) };
    node = await cloud.tally.read(key);
  }
  return node;
};

const resultOf = async ({ cloud }: Deps, node: TallyNode, child: number): Promise<StoredResult | undefined> => {
  const receipt = node.receipts.get(child);
  const task = node.plan?.tasks[child];
  if (!task || receipt?.input === undefined) return undefined;
  return readResult(cloud.objects, task.pass, receipt.version ?? task.version, receipt.input);
};

const taskView = async (deps: Deps, node: TallyNode, child: number, result?: StoredResult): Promise<TaskView> => {
  const tasks = node.plan?.tasks ?? [];
  const task = tasks[child];
  if (!task) throw new RangeError(`Plan of ${node.plan?.component} has no task ${child}`);
  const receipt = node.receipts.get(child);
  const attempts = await readAttempts(deps.cloud, { ...slotOf(node.key), task: child });
  return {
    pass: task.pass,
    version: receipt?.version ?? task.version,
    after: task.after.flatMap((before) => tasks[before]?.pass ?? []),
    route: task.route,
    lane: task.lane,
    required: task.required,
    estimatedSeconds: task.seconds,
    ...(receipt ? { outcome: receipt.outcome } : {}),
    ...(receipt?.at === undefined ? {} : { at: receipt.at }),
    ...(receipt?.ms === undefined ? {} : { ms: receipt.ms }),
    ...(receipt?.error ? { error: receipt.error } : {}),
    ...(attempts ? { attempts } : {}),
    ...(result ? { findings: result.findings.length, entities: result.entities.length, facts: result.facts } : {}),
    ...(result?.truncated ? { truncated: true } : {}),
  };
};

const rank = (finding: FindingView): number => severities.indexOf(finding.severity);

/** Reads one component's node, attempts and results; `undefined` if the package has no such component. */
export const readComponent = async (
  deps: Deps,
  row: PackageRow,
  ref: ComponentRef,
  members: Membership,
): Promise<ComponentDetail | undefined> => {
  const info = await deps.cloud.objects.head(keys.component(row.id, ref));
  if (!info) return undefined;
  const { facts, state } = fromMetadata(info.metadata);
  const ordinal = Number(ref.split("/")[0]);
  const node = await findNode(deps, row, ref, members);
  const children = node?.plan?.tasks.map((_, child) => child) ?? [];
  const results = node ? await pMap(children, (child) => resultOf(deps, node, child), { concurrency: 8 }) : [];
  const tasks = node
    ? await pMap(children, (child) => taskView(deps, node, child, results[child]), { concurrency: 8 })
    : [];
  const findings: FindingView[] = results.flatMap((r) => r?.findings.map((one) => ({ ...one, pass: r.pass })) ?? []);
  const entities: EntityView[] = results.flatMap((r) => r?.entities.map((one) => ({ ...one, pass: r.pass })) ?? []);
  return {
    ordinal,
    ref,
    status: members.status(ordinal),
    state,
    ...facts,
    round: node?.key.round ?? row.round,
    tasks,
    findings: findings.sort((a, b) => rank(b) - rank(a)).slice(0, SHOWN),
    entities: entities.sort((a, b) => b.confidence - a.confidence).slice(0, SHOWN),
  };
};
