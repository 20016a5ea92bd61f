import { addTotals, noTotals } from "../../outcome.ts";
import type { Expectation, NodeKey, Settlement, TallyNode, TallyStore } from "../../ports/tally-store.ts";

const nameOf = (key: NodeKey): string => [key.packageId, key.round, key.tree, key.level, key.index].join("\u0000");

const blank = (key: NodeKey): TallyNode => ({
  key: { ...key },
  settled: new Set(),
  failed: new Set(),
  totals: noTotals(),
  receipts: new Map(),
});

/** The tally tree in a map. Nodes are replaced, never changed, so a node once returned stays what it was. */
export class MemoryTallyStore implements TallyStore {
  readonly #nodes = new Map<string, TallyNode>();
  /** Names of a round's nodes, in the order of their first write. */
  readonly #rounds = new Map<string, Set<string>>();

  async settle(key: NodeKey, settlement: Settlement): Promise<{ first: boolean; node: TallyNode }> {
    const { child, totals, failed, receipt } = settlement;
    const old = this.#nodes.get(nameOf(key)) ?? blank(key);
    if (old.settled.has(child)) return { first: false, node: old };
    const node: TallyNode = {
      ...old,
      settled: new Set(old.settled).add(child),
      failed: failed ? new Set(old.failed).add(child) : old.failed,
      totals: addTotals(old.totals, totals),
      receipts: receipt ? new Map(old.receipts).set(child, structuredClone(receipt)) : old.receipts,
    };
    this.#write(node);
    return { first: true, node };
  }

  async expect(key: NodeKey, { expected, root, plan, opener }: Expectation): Promise<TallyNode> {
    const old = this.#nodes.get(nameOf(key)) ?? blank(key);
    if (old.expected !== undefined) return old;
    const node: TallyNode = {
      ...old,
      expected,
      ...(root === undefined ? {} : { root }),
      ...(plan === undefined ? {} : { plan: structuredClone(plan) }),
      ...(opener === undefined ? {} : { opener: structuredClone(opener) }),
    };
    this.#write(node);
    return node;
  }

  async read(key: NodeKey): Promise<TallyNode | undefined> {
    return this.#nodes.get(nameOf(key));
  }

  async *level({ packageId, round, tree, level }: Omit<NodeKey, "index">): AsyncIterable<TallyNode> {
    const nodes = this.#round(packageId, round).filter(({ key }) => key.tree === tree && key.level === level);
    yield* nodes.sort((a, b) => a.key.index - b.key.index);
  }

  async *components(packageId: string, round: number): AsyncIterable<TallyNode> {
    yield* this.#round(packageId, round).filter(({ key }) => key.level === 0);
  }

  async *groups(packageId: string, round: number): AsyncIterable<TallyNode> {
    yield* this.#round(packageId, round).filter(({ key }) => key.level === 1);
  }

  #write(node: TallyNode): void {
    const name = nameOf(node.key);
    this.#nodes.set(name, node);
    const round = [node.key.packageId, node.key.round].join("\u0000");
    const names = this.#rounds.get(round) ?? new Set();
    this.#rounds.set(round, names.add(name));
  }

  #round(packageId: string, round: number): TallyNode[] {
    const names = this.#rounds.get([packageId, round].join("\u0000")) ?? [];
    return Array.from(names, (name) => this.#nodes.get(name)!);
  }
}
