import {
  type ComponentRef,
  fromMetadata,
  keys,
  type NodeKey,
  type PackageRow,
  readAttempts,
  slotOf,
  type TallyNode,
} from "@torrent/core/unstable";
import pMap from "p-map";
import type { Deps } from "../http/env.ts";
import type { ComponentDetail, TaskView } from "./component-schemas.ts";
import type { ComponentSlot, Membership } from "./membership.ts";
import { type RanTask, taskOutput } from "./task-output.ts";

/** `12/unpack/3` is slot 3 of the subtree that the task `unpack` of slot 12 opened. */
const findNode = async (
  { cloud }: Deps,
  id: string,
  { round, slot }: ComponentSlot,
  grown: readonly string[],
): Promise<TallyNode | undefined> => {
  let key: NodeKey = { packageId: id, round, tree: "", level: 0, index: slot };
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

/** In the order of the first plan; what a later round ran again stands in place of what it replaces. */
const tasksOf = (nodes: readonly TallyNode[]): RanTask[] => {
  const byPass = new Map<string, RanTask>();
  for (const node of nodes)
    for (const [child, { pass }] of (node.plan?.tasks ?? []).entries()) byPass.set(pass, { node, child });
  return [...byPass.values()];
};

const taskView = async (deps: Deps, ran: RanTask): Promise<TaskView> => {
  const { node, child } = ran;
  const tasks = node.plan?.tasks ?? [];
  const task = tasks[child];
  if (!task) throw new RangeError(`Plan of ${node.plan?.component} has no task ${child}`);
  const receipt = node.receipts.get(child);
  const address = { ...slotOf(node.key), task: child };
  const attempts = await readAttempts(deps.cloud, address);
  const times = [attempts?.first.at, attempts?.last.at, receipt?.at, (receipt?.at ?? 0) - (receipt?.ms ?? 0)];
  const noted = times.filter((at) => at !== undefined && at > 0) as number[];
  const log = deps.logLink({
    ...address,
    route: task.route,
    ...(noted.length > 0 ? { from: Math.min(...noted), to: Math.max(...noted) } : {}),
  });
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
    ...(log === undefined ? {} : { log }),
    ...(await taskOutput(deps, ran)),
  };
};

/** Reads one component's nodes, attempts and results; `undefined` if the package has no such component. */
export const readComponent = async (
  deps: Deps,
  row: PackageRow,
  ref: ComponentRef,
  members: Membership,
): Promise<ComponentDetail | undefined> => {
  const info = await deps.cloud.objects.head(keys.component(row.id, ref));
  if (!info) return undefined;
  const { facts, state } = fromMetadata(info.metadata);
  const [first = "", ...grown] = ref.split("/");
  const ordinal = Number(first);
  const found = await pMap(members.places(ordinal), (place) => findNode(deps, row.id, place, grown), {
    concurrency: 8,
  });
  const nodes = found.filter((node) => node !== undefined);
  const tasks = await pMap(tasksOf(nodes), (task) => taskView(deps, task), { concurrency: 8 });
  return {
    ordinal,
    ref,
    status: members.status(ordinal),
    state,
    ...facts,
    round: nodes.at(-1)?.key.round ?? 1,
    tasks,
  };
};
