/** What a person can look at: entries of a list, characters of a text, levels, and values in all. */
const limits = { entries: 200, characters: 2_000, depth: 12, values: 8_000 };

/** A JSON value without what exceeds the limits, and whether anything was left out. */
export const boundedJson = (value: unknown, most = limits): { value: unknown; truncated: boolean } => {
  let values = 0;
  let truncated = false;
  const cut = (): undefined => {
    truncated = true;
    return undefined;
  };
  const isFull = () => values >= most.values;
  const bounded = (part: unknown, depth: number): unknown => {
    values += 1;
    if (typeof part === "string") {
      if (part.length <= most.characters) return part;
      cut();
      return `${part.slice(0, most.characters)}…`;
    }
    if (typeof part !== "object" || part === null) return part;
    if (depth >= most.depth) return cut();
    if (Array.isArray(part)) {
      const list: unknown[] = [];
      for (const entry of part) {
        if (list.length >= most.entries || isFull()) {
          cut();
          break;
        }
        list.push(bounded(entry, depth + 1) ?? null);
      }
      return list;
    }
    const fields: [string, unknown][] = [];
    for (const [name, entry] of Object.entries(part)) {
      if (fields.length >= most.entries || isFull()) {
        cut();
        break;
      }
      const kept = bounded(entry, depth + 1);
      if (kept !== undefined) fields.push([name.slice(0, most.characters), kept]);
    }
    return Object.fromEntries(fields);
  };
  return { value: bounded(value, 0), truncated };
};
