import { type Answer, type Message, nextStep, type Step } from "./consumer.ts";
import { nameOf, type Tree, write } from "./tree-state.ts";

export interface Shape {
  components: number;
  tasks: number;
  /** Components of the leftmost that are settled already, so that trees of two levels can be explored. */
  before?: number;
  /** Deliveries that may die on the way, and messages that may come again after they were acknowledged. */
  crashes: number;
  repeats: number;
  /** Deliveries of every message that may be at work at the same time; 1 unless given. */
  copies?: number;
}

/** A delivery's place: waiting, at work with the answers so far, or acknowledged. */
type Place = "waiting" | "done" | readonly Answer[];

interface State {
  tree: Tree;
  places: readonly Place[];
  crashes: number;
  repeats: number;
  complete: boolean;
}

const messagesOf = ({ components, tasks, before = 0, copies = 1 }: Shape): Message[] => {
  const once: Message[] = [{ kind: "seal", components }];
  for (let slot = before; slot < components; slot++) {
    once.push({ kind: "plan", slot, tasks });
    for (let task = 0; task < tasks; task++) once.push({ kind: "task", slot, task });
  }
  return Array.from({ length: copies }, () => once).flat();
};

/** A whole node below is settled above, as whoever filled it left it. */
const settledBefore = ({ before = 0, tasks }: Shape): Tree => ({
  ...(before === 0 ? {} : { "1/0": { settled: Array.from({ length: before }, (_, n) => n), tasks: before * tasks } }),
  ...(before === 100 ? { "2/0": { settled: [0], tasks: before * tasks } } : {}),
});

/**
 * Visits every state that the settlement protocol can reach with the shape: every order of every write, every crash
 * between two of them, every repeated delivery. Returns how many there are; throws at the first in which an invariant does
 * not hold, with the way there.
 */
export const exploreAll = async (shape: Shape): Promise<{ states: number; ends: number }> => {
  const messages = messagesOf(shape);
  const steps = new Map<string, Step>();
  const stepOf = async (message: number, answers: readonly Answer[]): Promise<Step> => {
    const name = `${message} ${JSON.stringify(answers)}`;
    const known = steps.get(name) ?? (await nextStep(messages[message]!, answers));
    steps.set(name, known);
    return known;
  };
  const { crashes, repeats } = shape;
  const start: State = {
    tree: settledBefore(shape),
    places: messages.map(() => "waiting"),
    crashes,
    repeats,
    complete: false,
  };
  const seen = new Set([keyOf(start)]);
  const open: State[] = [start];
  let ends = 0;
  for (let state = open.pop(); state; state = open.pop()) {
    assertSafe(shape, state);
    const following = await successors(state, messages, stepOf);
    if (state.places.every((place) => place === "done")) {
      ends += 1;
      assertEnd(shape, state);
    }
    for (const next of following) {
      const key = keyOf(next);
      if (seen.has(key)) continue;
      seen.add(key);
      open.push(next);
    }
  }
  return { states: seen.size, ends };
};

const keyOf = ({ tree, places, crashes, repeats, complete }: State): string =>
  JSON.stringify([Object.entries(tree).sort(([a], [b]) => (a < b ? -1 : 1)), places, crashes, repeats, complete]);

const successors = async (
  state: State,
  messages: readonly Message[],
  stepOf: (message: number, answers: readonly Answer[]) => Promise<Step>,
): Promise<State[]> => {
  const next: State[] = [];
  const at = (index: number, place: Place, change: Partial<State> = {}): void => {
    next.push({ ...state, ...change, places: state.places.with(index, place) });
  };
  for (const [index, place] of state.places.entries()) {
    const message = messages[index]!;
    if (place === "done") {
      if (state.repeats > 0) at(index, "waiting", { repeats: state.repeats - 1 });
    } else if (place === "waiting") {
      // A task is sent by whoever has written its component's plan.
      if (message.kind !== "task" || state.tree[`0/${message.slot}`]?.expected !== undefined) at(index, []);
    } else {
      if (state.crashes > 0) at(index, "waiting", { crashes: state.crashes - 1 });
      const step = await stepOf(index, place);
      if ("done" in step) at(index, "done", { complete: state.complete || step.complete });
      else {
        const { tree, first } = write(state.tree, step.write);
        at(index, [...place, { first, node: tree[nameOf(step.write.key)]! }], { tree });
      }
    }
  }
  return next;
};

const fail = (what: string, state: State): never => {
  throw new Error(`${what}\n${JSON.stringify(state, undefined, 1)}`);
};

const rootOf = ({ tree }: State) => Object.values(tree).find(({ root }) => root);

/** Never complete before all is settled, and nothing is counted twice. */
const assertSafe = ({ components, tasks, before = 0 }: Shape, state: State): void => {
  const { tree, complete } = state;
  const settled = Array.from({ length: components - before }, (_, n) => tree[`0/${before + n}`]?.settled.length ?? 0);
  const all = settled.reduce((sum, count) => sum + count, 0) + before * tasks;
  if ((rootOf(state)?.tasks ?? 0) > all) fail("The root counts more tasks than are settled", state);
  if (complete && all !== components * tasks) fail("The round was called complete before it was", state);
};

/** When nothing is left to do, the round was called complete and the root counts every task. */
const assertEnd = ({ components, tasks }: Shape, state: State): void => {
  if (!state.complete) fail("Everything is acknowledged, and the round was never called complete", state);
  if (rootOf(state)?.tasks !== components * tasks) fail("The root does not count every task", state);
};
