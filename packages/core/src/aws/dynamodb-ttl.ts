import type { Clock } from "../ports/runtime.ts";
import type { Item } from "./dynamodb-client.ts";
import { tableDefinition } from "./dynamodb-table.ts";

const DAY_SECONDS = 86_400;

/** Epoch seconds at which the table may forget an item that is written now. */
export const expiry = (clock: Clock, keepDays: number): number =>
  Math.ceil(clock.now() / 1000) + Math.ceil(keepDays * DAY_SECONDS);

/** An update and its values, to which {@link withExpiry} adds the time to live. */
export interface Update {
  update: string;
  values: Item;
  names?: Record<string, string>;
}

/** The same update with a time to live in its SET: no further write, and no further write unit. `ttl` is a reserved word. */
export const withExpiry = (change: Update, clock: Clock, keepDays: number | undefined): Update => {
  if (keepDays === undefined) return change;
  const { update } = change;
  return {
    update: update.includes("SET ") ? `${update}, #ttl = :ttl` : `${update} SET #ttl = :ttl`,
    values: { ...change.values, ":ttl": { N: String(expiry(clock, keepDays)) } },
    names: { ...change.names, "#ttl": tableDefinition.ttl },
  };
};
