/** Deeper levels are counted, not described. */
const MAX_DEPTH = 16;
const MAX_KEYS = 200;
const MAX_NODES = 3000;

export type JsonType = "object" | "array" | "string" | "number" | "integer" | "boolean" | "null";

/** How many nodes a schema may still grow; shared by all nodes of one schema. */
interface Budget {
  nodes: number;
}

/** What stands at one path of the JSON seen so far: how often, of which types, with which children. */
export class Schema {
  readonly types = new Map<JsonType, number>();
  readonly keys = new Map<string, Schema>();
  items: Schema | undefined;
  count = 0;
  /** Keys beyond the limits; the object is most likely a map and no record. */
  otherKeys = 0;
  readonly #depth: number;
  readonly #budget: Budget;

  constructor(depth = 0, budget: Budget = { nodes: MAX_NODES }) {
    this.#depth = depth;
    this.#budget = budget;
  }

  observe(type: JsonType): void {
    this.count++;
    this.types.set(type, (this.types.get(type) ?? 0) + 1);
  }

  key(name: string): Schema | undefined {
    const known = this.keys.get(name);
    if (known) return known;
    if (this.keys.size >= MAX_KEYS) {
      this.otherKeys++;
      return undefined;
    }
    const grown = this.#grow();
    if (grown) this.keys.set(name, grown);
    else this.otherKeys++;
    return grown;
  }

  item(): Schema | undefined {
    this.items ??= this.#grow();
    return this.items;
  }

  #grow(): Schema | undefined {
    if (this.#depth >= MAX_DEPTH || this.#budget.nodes <= 0) return undefined;
    this.#budget.nodes--;
    return new Schema(this.#depth + 1, this.#budget);
  }

  /** Nested facts: types with counts where they differ, `optional` for keys that some objects lack. */
  facts(): Record<string, unknown> {
    const types = [...this.types].sort((a, b) => b[1] - a[1]);
    const objects = this.types.get("object") ?? 0;
    const properties = [...this.keys].map(([name, child]) => [
      name,
      {
        ...child.facts(),
        ...(child.count < objects ? { optional: Math.round((1 - child.count / objects) * 1000) / 1000 } : {}),
      },
    ]);
    return {
      type: types.length === 1 ? types[0]?.[0] : Object.fromEntries(types),
      ...(properties.length > 0 ? { properties: Object.fromEntries(properties) } : {}),
      ...(this.otherKeys > 0 ? { otherKeys: this.otherKeys } : {}),
      ...(this.items && this.items.count > 0 ? { items: this.items.facts(), itemCount: this.items.count } : {}),
    };
  }
}

/** Adds a parsed value; returns its depth. Safe for any depth that `JSON.parse` returns. */
export const observeValue = (root: Schema, value: unknown): number => {
  let deepest = 0;
  const stack: [Schema | undefined, unknown, number][] = [[root, value, 1]];
  for (let top = stack.pop(); top; top = stack.pop()) {
    const [schema, one, depth] = top;
    if (depth > deepest) deepest = depth;
    if (one === null) schema?.observe("null");
    else if (Array.isArray(one)) {
      schema?.observe("array");
      const item = schema?.item();
      for (const child of one) stack.push([item, child, depth + 1]);
    } else if (typeof one === "object") {
      schema?.observe("object");
      for (const key in one) stack.push([schema?.key(key), (one as Record<string, unknown>)[key], depth + 1]);
    } else if (typeof one === "number") schema?.observe(Number.isInteger(one) ? "integer" : "number");
    else schema?.observe(typeof one === "string" ? "string" : "boolean");
  }
  return deepest;
};
