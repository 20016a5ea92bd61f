import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { PackagePatch, PackageRow } from "../ports/package-store.ts";
import { isTerminalState } from "../ports/package-store.ts";
import type { Item } from "./dynamodb-client.ts";
import { packageKey } from "./dynamodb-table.ts";

/** A row is stored field by field under the fields' own names, plus the keys of the sparse and the by-time index. */
const ONLY = "1";

const openMark = ({ state, announcing }: Pick<PackageRow, "state" | "announcing">): { open?: string } =>
  isTerminalState(state) && !announcing ? {} : { open: ONLY };

export const indexHash = { open: ONLY, all: ONLY } as const;

export const packRow = (row: PackageRow, expiring: { ttl?: number } = {}): Item =>
  marshall(
    { ...packageKey(row.id), all: ONLY, ...openMark(row), ...row, ...expiring },
    { removeUndefinedValues: true },
  );

export const unpackRow = (item: Item): PackageRow => {
  const { pk, sk, all, open, ttl, ...row } = unmarshall(item);
  return row as PackageRow;
};

/**
 * SET for what is given, REMOVE for what is `undefined`. A change of state moves the row in or out of `open`; so does the end of
 * announcing, which only rows in a terminal state do.
 */
export const patching = (
  patch: PackagePatch & { ttl?: number },
): { update?: string; names: Record<string, string>; values: Item } => {
  const fields: Record<string, unknown> = { ...patch };
  if (patch.state) fields.open = openMark({ state: patch.state, announcing: patch.announcing ?? false }).open;
  else if ("announcing" in patch && !patch.announcing) fields.open = undefined;
  const names: Record<string, string> = {};
  const set: string[] = [];
  const remove: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(fields)) {
    names[`#${field}`] = field;
    if (value === undefined) remove.push(`#${field}`);
    else {
      set.push(`#${field} = :${field}`);
      values[`:${field}`] = value;
    }
  }
  const update = [
    ...(set.length > 0 ? [`SET ${set.join(", ")}`] : []),
    ...(remove.length > 0 ? [`REMOVE ${remove.join(", ")}`] : []),
  ].join(" ");
  return {
    ...(update === "" ? {} : { update }),
    names,
    values: marshall(values, { removeUndefinedValues: true }),
  };
};
