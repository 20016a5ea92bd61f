import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { outcomes, sumKeys, type Totals } from "../outcome.ts";
import { lanes, type Plan, type PlannedTask, routes } from "../plan.ts";
import type { NodeKey, Receipt, TallyNode } from "../ports/tally-store.ts";
import type { Item } from "./dynamodb-client.ts";

/**
 * A write unit is 1 KB, names of attributes included, so they are short:
 *
 * `s` settled, `f` failed (number sets) · `n` expected · `r` is the root · `p` plan · `o` opener · `r0`…`r15` receipts by
 * child · totals as numbers, see {@link totalNames} and {@link countName}; one that is absent is 0. Plans and receipts are
 * JSON without names, after the version of their layout.
 */
export const totalNames = {
  succeeded: "ts",
  failed: "tf",
  skipped: "tk",
  expired: "te",
  cancelled: "tc",
  ms: "tm",
  retried: "tr",
  heavy: "th",
  heavyFailed: "tx",
  heavyMs: "tw",
} as const satisfies Record<(typeof sumKeys)[number], string>;

/** The attribute that sums what the choreography counts under this name. */
export const countName = (name: string): string => `${COUNT_PREFIX}${name}`;
const COUNT_PREFIX = "c_";

export const receiptName = (child: number): string => `r${child}`;

type ReceiptTuple = [number, string?, number?, number?, number?, number?, string?, string?];

/** Version of the layout of packed plans and receipts. Raise it with every change; readers refuse any other. */
const LAYOUT = 1;

/** `undefined` becomes `null` inside and is dropped at the end. */
const pack = (values: readonly unknown[]): string => {
  let end = values.length;
  while (end > 0 && values[end - 1] === undefined) end -= 1;
  return `${LAYOUT}${JSON.stringify(values.slice(0, end))}`;
};

/** @throws Error, which a retry on newer code may fix, if the layout is of another version. */
const unpack = <T>(packed: string): T => {
  const [version = ""] = /^\d*/.exec(packed) ?? [];
  if (version !== String(LAYOUT))
    throw new Error(
      `A plan or receipt has layout ${version || "0"}, this version of Torrent reads layout ${LAYOUT}; deploy one version to all functions and workers`,
    );
  return JSON.parse(packed.slice(version.length)) as T;
};

/** A hex SHA-256 takes 43 instead of 64 bytes; any other text keeps a mark before it. */
const packDigest = (text: string): string =>
  /^[0-9a-f]{64}$/.test(text) ? Buffer.from(text, "hex").toString("base64url") : `=${text}`;

const unpackDigest = (packed: string): string =>
  packed.startsWith("=") ? packed.slice(1) : Buffer.from(packed, "base64url").toString("hex");

export const packReceipt = ({ outcome, input, version, at, ms, attempts, error }: Receipt): string =>
  pack([
    outcomes.indexOf(outcome),
    input === undefined ? undefined : packDigest(input),
    version,
    at,
    ms,
    attempts,
    error?.kind,
    error?.message,
  ]);

const given = <K extends string, V>(name: K, value: V | null | undefined): { [key in K]?: V } =>
  value === null || value === undefined ? {} : ({ [name]: value } as { [key in K]?: V });

export const unpackReceipt = (packed: string): Receipt => {
  const [outcome, input, version, at, ms, attempts, kind, message] = unpack<ReceiptTuple>(packed);
  return {
    outcome: outcomes[outcome]!,
    ...given("input", typeof input === "string" ? unpackDigest(input) : undefined),
    ...given("version", version),
    ...given("at", at),
    ...given("ms", ms),
    ...given("attempts", attempts),
    ...(typeof kind === "string" ? { error: { kind, message: message ?? "" } } : {}),
  };
};

type TaskTuple = [string, number, number[], number, number, number, 0 | 1, string?, string?];

type PlanTuple = [string, string, string, number, string, TaskTuple[], number?];

const packTask = ({ pass, version, after, route, lane, seconds, required, defect }: PlannedTask): unknown[] => [
  pass,
  version,
  after,
  routes.indexOf(route),
  lanes.indexOf(lane),
  seconds,
  required ? 1 : 0,
  ...(defect ? [defect.kind, defect.message] : []),
];

export const packPlan = ({ component, sha256, kind, bytes, name, points, tasks }: Plan): string =>
  pack([component, packDigest(sha256), kind, bytes, name, tasks.map(packTask), points]);

export const unpackPlan = (packed: string): Plan => {
  const [component, sha256, kind, bytes, name, tasks, points] = unpack<PlanTuple>(packed);
  return {
    component,
    sha256: unpackDigest(sha256),
    kind,
    bytes,
    name,
    ...given("points", points),
    tasks: tasks.map(([pass, version, after, route, lane, seconds, required, defect, message]) => ({
      pass,
      version,
      after,
      route: routes[route]!,
      lane: lanes[lane]!,
      seconds,
      required: required === 1,
      ...(defect === undefined ? {} : { defect: { kind: defect, message: message ?? "" } }),
    })),
  };
};

const totalsOf = (item: Item): Totals => ({
  ...(Object.fromEntries(sumKeys.map((name) => [name, Number(item[totalNames[name]]?.N ?? 0)])) as unknown as Totals),
  counts: Object.fromEntries(
    Object.entries(item).flatMap(([name, value]) =>
      name.startsWith(COUNT_PREFIX) ? [[name.slice(COUNT_PREFIX.length), Number(value.N ?? 0)]] : [],
    ),
  ),
});

const numbers = (value: AttributeValue | undefined): Set<number> => new Set(value?.NS?.map(Number));

export const unpackNode = (key: NodeKey, item: Item): TallyNode => ({
  key: { ...key },
  settled: numbers(item.s),
  failed: numbers(item.f),
  totals: totalsOf(item),
  ...(item.n?.N === undefined ? {} : { expected: Number(item.n.N) }),
  ...(item.r?.BOOL === undefined ? {} : { root: item.r.BOOL }),
  ...(item.p?.S === undefined ? {} : { plan: unpackPlan(item.p.S) }),
  ...(item.o?.S === undefined ? {} : { opener: unpackReceipt(item.o.S) }),
  receipts: new Map(
    Object.keys(item)
      .filter((name) => /^r\d+$/.test(name))
      .map((name) => Number(name.slice(1)))
      .sort((a, b) => a - b)
      .map((child) => [child, unpackReceipt(item[receiptName(child)]?.S ?? "")]),
  ),
});
