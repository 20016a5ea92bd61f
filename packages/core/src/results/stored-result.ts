import * as z from "zod/mini";
import { collect } from "../bytes.ts";
import type { Pass } from "../choreography/define-pass.ts";
import { validated } from "../choreography/standard-schema.ts";
import { type Failure, TerminalError } from "../errors.ts";
import { keys } from "../ids.ts";
import type { ObjectStore } from "../ports/object-store.ts";
import { checked } from "../schema.ts";

/** What lies under `results/`: a pass's output as JSON, and how it was made. */
export const StoredResult = z.object({
  v: z.literal(2),
  pass: z.string(),
  version: z.int(),
  /** As `run` returned it; parsed by the pass's schema whenever it is read. */
  output: z.optional(z.unknown()),
  /** How many components the pass handed out. */
  grew: z.optional(z.int().check(z.minimum(1))),
});
export type StoredResult = z.infer<typeof StoredResult>;

/** An output as its readers get it. */
export interface Result {
  output: unknown;
  grew?: number;
}

type Described = Pick<Pass, "name" | "version" | "output">;

/** What JSON keeps of a value; what it cannot hold is a bug of the pass. */
const asJson = (pass: Described, output: unknown): unknown => {
  try {
    const text = JSON.stringify(output);
    return text === undefined ? undefined : JSON.parse(text);
  } catch (cause) {
    throw new TerminalError("invalid-output", `${pass.name}@${pass.version} returned what JSON cannot hold: ${cause}`, {
      cause,
    });
  }
};

const parsedOutput = async (pass: Described, output: unknown) =>
  pass.output ? await validated(pass.output, output) : ({ ok: true, value: output } as const);

/**
 * Writes a result.
 *
 * @throws TerminalError `invalid-output` that quotes the path and the value, where the pass's own schema refuses its output.
 */
export const writeResult = async (
  objects: ObjectStore,
  pass: Described,
  input: string,
  output: unknown,
  grew: number,
): Promise<Result> => {
  const json = asJson(pass, output);
  const parsed = await parsedOutput(pass, json);
  if (!parsed.ok)
    throw new TerminalError("invalid-output", `${pass.name}@${pass.version} returned ${parsed.why}`.slice(0, 300));
  const { name, version } = pass;
  const stored: StoredResult = { v: 2, pass: name, version, output: json, ...(grew > 0 ? { grew } : {}) };
  const body = new TextEncoder().encode(JSON.stringify(stored));
  await objects.put(keys.result(name, version, input), body, { contentType: "application/json" });
  return { output: parsed.value, ...(grew > 0 ? { grew } : {}) };
};

const MESSAGE_LIMIT = 300;

/** A result, or what is wrong with it. */
export type ReadResult = { ok: true; result: Result } | { ok: false; defect: Failure };

const defect = (kind: string, message: string): ReadResult => ({
  ok: false,
  defect: { kind, message: `${message}; redrive the task`.slice(0, MESSAGE_LIMIT) },
});

/** Reads a result: what is wrong with it is a value, only the store's own failure throws. */
export const readResult = async (objects: ObjectStore, pass: Described, input: string): Promise<ReadResult> => {
  const key = keys.result(pass.name, pass.version, input);
  const object = await objects.get(key);
  if (!object) return defect("missing-result", `${key} was not found`);
  const text = new TextDecoder().decode(await collect(object.body));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return defect("malformed-result", `${key}: not JSON`);
  }
  const envelope = checked(StoredResult, json);
  if (!envelope.ok) return defect("malformed-result", `${key}: ${envelope.why.slice(0, 150)}`);
  const { output, grew, pass: name, version } = envelope.value;
  if (name !== pass.name || version !== pass.version)
    return defect("malformed-result", `${key}: holds the result of ${name}@${version}`.slice(0, 200));
  const parsed = await parsedOutput(pass, output);
  if (!parsed.ok) return defect("malformed-result", `${key}: ${parsed.why.slice(0, 150)}`);
  return { ok: true, result: { output: parsed.value, ...(grew === undefined ? {} : { grew }) } };
};
