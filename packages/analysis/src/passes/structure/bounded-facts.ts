interface Caps {
  items: number;
  characters: number;
  depth: number;
}

/** Plain JSON of a value, lists and texts cut to the caps; `cut` is told of every loss. */
const plain = (value: unknown, caps: Caps, depth: number, cut: () => void): unknown => {
  if (typeof value === "string") {
    if (value.length <= caps.characters) return value.toWellFormed();
    cut();
    return `${value.slice(0, caps.characters).toWellFormed()}…`;
  }
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (typeof value === "boolean" || value === null) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (typeof value !== "object") return undefined;
  if (depth >= caps.depth) {
    cut();
    return "…";
  }
  if (Array.isArray(value)) {
    if (value.length > caps.items) cut();
    return value.slice(0, caps.items).map((item) => plain(item, caps, depth + 1, cut) ?? null);
  }
  const entries = Object.entries(value);
  if (entries.length > caps.items) cut();
  const kept: [string, unknown][] = [];
  for (const [key, item] of entries.slice(0, caps.items)) {
    const known = plain(item, caps, depth + 1, cut);
    if (known !== undefined) kept.push([key.slice(0, caps.characters).toWellFormed(), known]);
  }
  return Object.fromEntries(kept);
};

/** Facts as plain JSON of at most `bytes`: lists, texts and depth are halved until they fit. */
export const boundedFacts = (
  facts: Record<string, unknown>,
  bytes: number,
): { facts: Record<string, unknown>; cut: boolean } => {
  const caps = { items: 400, characters: 400, depth: 12 };
  let lost = false;
  for (;;) {
    let cut = false;
    const candidate = plain(facts, caps, 0, () => {
      cut = true;
    }) as Record<string, unknown>;
    lost ||= cut;
    if (Buffer.byteLength(JSON.stringify(candidate)) <= bytes || caps.items <= 1)
      return { facts: candidate, cut: lost };
    caps.items = Math.ceil(caps.items / 2);
    caps.characters = Math.max(40, Math.ceil(caps.characters / 2));
    caps.depth = Math.max(4, caps.depth - 1);
  }
};
