import { collect } from "../bytes.ts";
import type { Failure } from "../errors.ts";
import { keys } from "../ids.ts";
import type { ObjectStore } from "../ports/object-store.ts";
import { StoredResult } from "../results/stored-result.ts";
import { checked } from "../schema.ts";

/** A stored result, or what is wrong with it; neither where none was to be read. */
export interface Read {
  result?: StoredResult;
  defect?: Failure;
}

const MESSAGE_LIMIT = 300;

const malformed = (key: string, why: string): Read => ({
  defect: { kind: "malformed-result", message: `${key}: ${why}; redrive the task`.slice(0, MESSAGE_LIMIT) },
});

/** Reads a result for the report: what is wrong with it is a value, only the store's own failure throws. */
export const readStored = async (objects: ObjectStore, pass: string, version: number, input: string): Promise<Read> => {
  const key = keys.result(pass, version, input);
  const object = await objects.get(key);
  if (!object) return { defect: { kind: "missing-result", message: `${key} is not there; redrive the task` } };
  const text = new TextDecoder().decode(await collect(object.body));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return malformed(key, "not JSON");
  }
  const parsed = checked(StoredResult, value);
  if (!parsed.ok) return malformed(key, parsed.why.slice(0, 150));
  const result = parsed.value;
  if (result.pass !== pass || result.version !== version)
    return malformed(key, `holds the result of ${result.pass}@${result.version}`.slice(0, 150));
  return { result };
};
