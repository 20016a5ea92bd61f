/** One deliberate fault in the protocol's code: the text that is there, once, and what stands in its place. */
export interface Mutant {
  name: string;
  /** Below `packages/`. */
  file: string;
  find: string;
  replace: string;
}

const settle = "core/src/tally/settle.ts";
const perform = "core/src/stages/perform/perform.ts";
const settlement = "core/src/stages/settle/settlement.ts";
const aggregate = "core/src/stages/aggregate/aggregate.ts";
const lease = "core/src/stages/aggregate/lease.ts";
const announce = "core/src/stages/complete/announce.ts";
const complete = "core/src/stages/complete/complete.ts";
const addUp = "core/src/reduce/add-up.ts";
const memoryTally = "core/src/testing/memory/tally-store.ts";

/** Each must be caught by some seed; add one here and see it die. */
export const mutants: readonly Mutant[] = [
  {
    name: "no climb after a settlement that was made before",
    file: settle,
    find: "return { first, node, climb: await climb(store, node) };",
    replace:
      "return { first, node, climb: first ? await climb(store, node) : { components: [], groups: [], resumed: [] } };",
  },
  {
    name: "a settled task that comes again is acknowledged without its consequences",
    file: perform,
    find: "    await follow(pipeline, [{ node, child: message.task }], await climb(cloud.tally, node));\n    return;",
    replace: "    return;",
  },
  {
    name: "acknowledge before the work is settled",
    file: "functions/src/batch.ts",
    find: "        await run(record, { ...pipeline, cloud }, queue);",
    replace: "        void run(record, { ...pipeline, cloud }, queue).catch(() => {});",
  },
  {
    name: "a failed record is acknowledged",
    file: "functions/src/batch.ts",
    find: "        return messageId;",
    replace: "        return undefined;",
  },
  {
    name: "a node that nobody sealed counts as complete at its first child",
    file: settle,
    find: "(node.key.level === 0 ? Number.NaN : FANOUT)",
    replace: "(node.key.level === 0 ? Number.NaN : node.settled.size)",
  },
  {
    name: "a counter in place of the set",
    file: memoryTally,
    find: "    if (old.settled.has(child)) return { first: false, node: old };\n",
    replace: "",
  },
  {
    name: "the seal does not look whether the tree is full already",
    file: settle,
    find: "    const step = await climb(store, node);",
    replace: "    const step: Climb = { components: [], groups: [], resumed: [] };",
  },
  {
    name: "the completion message is not sent",
    file: settlement,
    find: "  if (root) await sendAggregate",
    replace: "  if (root && root.settled.size > 1) await sendAggregate",
  },
  {
    name: "tasks after a settled one are not dispatched",
    file: settlement,
    find: "if (run.length > 0) dispatch.push",
    replace: "if (run.length > 1) dispatch.push",
  },
  {
    name: "tasks after a failed one run all the same",
    file: "core/src/plan.ts",
    find: 'outcome !== "succeeded")) skip.push(child);',
    replace: 'outcome === "cancelled")) skip.push(child);',
  },
  {
    name: "a task succeeds though its result was not written",
    file: "core/src/stages/perform/run-pass.ts",
    find: "  return writeResult(pipeline.cloud.objects, pass",
    replace: '  return writeResult({ ...pipeline.cloud.objects, put: async () => ({ written: true, etag: "" }) }, pass',
  },
  {
    name: "a lease that everyone gets",
    file: lease,
    find: '{ from: ["open", "aggregating"], round, lease },',
    replace: '{ from: ["open", "aggregating"], round },',
  },
  {
    name: "a completion message is believed without a look at the root",
    file: aggregate,
    find: "  return root?.root === true && isFull(root);",
    replace: "  return root !== undefined;",
  },
  {
    name: "fan-out is marked done before it is",
    file: "core/src/stages/intake/intake.ts",
    find: "  const { id: packageId, round } = row;\n",
    replace:
      '  const { id: packageId, round } = row;\n  await cloud.packages.transition(packageId, { from: ["open"], round }, { fannedOut: true });\n',
  },
  {
    name: "a dead letter of a task is only put away",
    file: "core/src/stages/watch/bury.ts",
    find: '  await conclude(pipeline, message, message.task, { outcome: "failed", receipt });\n',
    replace: "",
  },
  {
    name: "the sweep sends no lost event again",
    file: "core/src/stages/watch/sweep.ts",
    find: "  await mend(pipeline, row);\n",
    replace: "",
  },
  {
    name: "the subtree's root does not settle the task that opened it",
    file: settle,
    find: "    const up = parent(node.key, isRoot);\n    if (!up)",
    replace: '    const up = parent(node.key, isRoot);\n    if (!up || (isRoot && node.key.tree !== ""))',
  },
  {
    name: "results that came late are not listed",
    file: "core/src/stages/redrive/late.ts",
    find: "found[place] = lateOf(end);",
    replace: "{}",
  },
  {
    name: "a dead letter that names no work is dropped",
    file: "core/src/stages/watch/bury.ts",
    find: "  await cloud.objects.put(keys.deadLetter(",
    replace: '  if (settled.settled !== "nothing") await cloud.objects.put(keys.deadLetter(',
  },
  {
    name: "a message that cannot be read is acknowledged",
    file: "core/src/messages.ts",
    find: 'throw new TerminalError("malformed-message", "The message is not JSON", { cause });',
    replace: "return cause as T;",
  },
  {
    name: "a group's summary is taken though a later round ran some of it again",
    file: addUp,
    find: "    if (stored && !isStale(stored)) {",
    replace: "    if (stored) {",
  },
  {
    name: "a group that has no summary is left out",
    file: addUp,
    find: "    await stored?.close();\n",
    replace: "    await stored?.close();\n    if (!stored) continue;\n",
  },
  {
    name: "the lines of a group's stored sum are left out",
    file: addUp,
    find: "      for await (const lines of stored.lines) await emit(lines);\n",
    replace: "",
  },
  {
    name: "the reducer's part of a stored sum is not merged",
    file: "core/src/reduce/fold.ts",
    find: "    if (reducer) this.own = reducer.merge(",
    replace: "    if (reducer && own === undefined) this.own = reducer.merge(",
  },
  {
    name: "an end is announced by whoever makes it, and by nobody after a crash",
    file: announce,
    find: "  if (!row.announcing || !isTerminalState(state)) return;\n",
    replace:
      "  if (!row.announcing || !isTerminalState(state) || row.finishedAt !== pipeline.cloud.clock.now()) return;\n",
  },
  {
    name: "a repeated completion message does not announce the end again",
    file: aggregate,
    find: "    await announceEnd(pipeline, row);\n",
    replace: "",
  },
  {
    name: "the sweep does not announce an end that was not announced",
    file: "core/src/stages/watch/sweep.ts",
    find: "    await announceEnd(pipeline, row);\n    return",
    replace: "    return",
  },
  {
    name: "an end counts as announced before the messages are sent",
    file: announce,
    find: "  if (names.length > 0) {\n    const announcement: Announcement = { packageId: id, round, state: state",
    replace:
      "  await pipeline.cloud.packages.transition(id, { from: [state], round }, { announcing: undefined });\n  if (names.length > 0) {\n    const announcement: Announcement = { packageId: id, round, state: state",
  },
  {
    name: "a redrive forgets the end that was not announced",
    file: "core/src/stages/redrive/redrive.ts",
    find: "  await announceEnd(pipeline, row);\n",
    replace: "",
  },
  {
    name: "nobody is told that a round has opened",
    file: "core/src/stages/intake/intake.ts",
    find: "  await announceOpen(pipeline, row);\n",
    replace: "",
  },
  {
    name: "a delivery is settled before the subscriber is told",
    file: complete,
    find: "    await tell(pipeline, message, delivery);",
    replace:
      '    await settleDelivery(pipeline, message, { outcome: "succeeded", ...receipt() });\n    await tell(pipeline, message, delivery);',
  },
  {
    name: "a delivery that fails counts as made",
    file: complete,
    find: 'await settleDelivery(pipeline, message, { outcome: "failed", ...receipt(), error',
    replace: 'await settleDelivery(pipeline, message, { outcome: "succeeded", ...receipt(), error',
  },
  {
    name: "the key of a delivery changes with each attempt",
    file: complete,
    find: "    key: eventKey(message),",
    replace: "    key: eventKey(message) + row.updatedAt,",
  },
  {
    name: "a dead letter of a delivery is only put away",
    file: "core/src/stages/watch/bury.ts",
    find: '  await settleDelivery(pipeline, message, {\n    outcome: "failed",',
    replace: '  if (attempts === undefined) await settleDelivery(pipeline, message, {\n    outcome: "failed",',
  },
  {
    name: "a delivery that comes again after its outcome is made again and recorded beside it",
    file: memoryTally,
    find: "    if (old.expected !== undefined) return old;\n",
    replace: '    if (old.expected !== undefined && !key.packageId.includes("@")) return old;\n',
  },
];
