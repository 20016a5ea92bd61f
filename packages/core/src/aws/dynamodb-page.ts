import * as z from "zod/mini";
import { TerminalError } from "../errors.ts";
import type { Item } from "./dynamodb-client.ts";
import { packageKey } from "./dynamodb-table.ts";

const Place = z.tuple([z.string(), z.number()]);

/** Names the last package that a page showed, and where it stands in its index. Opaque to callers. */
export const cursorOf = (id: string, at: number): string => Buffer.from(JSON.stringify([id, at])).toString("base64url");

/** Where the page after the cursor starts, as `ExclusiveStartKey`. A cursor comes from outside: it may be anything. */
export const startAt = (cursor: string, partition: string, hash: string, sort: string): Item => {
  let place: unknown;
  try {
    place = JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch {
    place = undefined;
  }
  const parsed = Place.safeParse(place);
  if (!parsed.success)
    throw new TerminalError("bad-cursor", `"${cursor.slice(0, 60)}" is not a cursor that a page gave out`);
  const [id, at] = parsed.data;
  const { pk, sk } = packageKey(id);
  return { pk: { S: pk }, sk: { S: sk }, [partition]: { S: hash }, [sort]: { N: String(at) } };
};
