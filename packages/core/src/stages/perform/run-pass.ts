import { collect } from "../../bytes.ts";
import type { Pass } from "../../choreography/define-pass.ts";
import type { CacheMode, RunContext } from "../../choreography/run-context.ts";
import { type StandardSchema, validated } from "../../choreography/standard-schema.ts";
import type { ComponentFacts } from "../../component.ts";
import { TerminalError } from "../../errors.ts";
import type { TaskMessage } from "../../messages.ts";
import type { PackageRow } from "../../ports/package-store.ts";
import { contentFacts, type UpstreamResult } from "../../results/result-key.ts";
import { type Result, readResult, writeResult } from "../../results/stored-result.ts";
import type { Performing } from "../pipeline.ts";
import { type Grower, growerOf } from "./growth.ts";

/** One run of a pass over one component. */
export interface Occurrence {
  message: TaskMessage;
  pass: Pass;
  component: ComponentFacts;
  /** The component's object. */
  key: string;
  upstream: readonly UpstreamResult[];
  /** What the result is stored under. */
  input: string;
  attempt: number;
  signal: AbortSignal;
}

/** Runs the pass and stores what it returned; what it handed out is written before. */
export const runPass = async (pipeline: Performing, occurrence: Occurrence): Promise<Result> => {
  const { message, pass, component, input } = occurrence;
  const grower = growerOf(pipeline, message, component.name);
  const context = await contextOf(pipeline, occurrence, grower.grow);
  const run = await pass.load();
  const output = await run(context);
  const grew = await grower.end();
  return writeResult(pipeline.cloud.objects, pass, input, output, grew);
};

/** Outputs by name. What an earlier task reported as written is there, or the store has lost it. */
const outputsOf = async (
  { cloud, passes }: Performing,
  upstream: readonly UpstreamResult[],
): Promise<Record<string, unknown>> => {
  const outputs: Record<string, unknown> = {};
  for (const { pass: name, version, input } of upstream) {
    const pass = passes.get(name);
    if (!pass) throw new TerminalError("unknown-pass", `This deployment has no pass "${name}", whose result is read`);
    const read = await readResult(cloud.objects, { ...pass, version }, input);
    if (read.ok) outputs[name] = read.result.output;
    else if (read.defect.kind === "missing-result") throw new Error(read.defect.message);
    else throw new TerminalError(read.defect.kind, read.defect.message);
  }
  return outputs;
};

const rowOf = async ({ cloud }: Performing, id: string): Promise<PackageRow> => {
  const row = await cloud.packages.read(id);
  if (!row) throw new TerminalError("unknown-package", `No package ${id}`);
  return row;
};

/** What the pass may see: no more than its results are keyed by. */
const contextOf = async (
  pipeline: Performing,
  occurrence: Occurrence,
  grow: Grower["grow"],
): Promise<RunContext<CacheMode, Record<string, unknown>, string>> => {
  const { message, pass, component, attempt, signal } = occurrence;
  const shared = {
    ...readers(pipeline, occurrence),
    upstream: await outputsOf(pipeline, occurrence.upstream),
    grow,
    signal,
  };
  if (pass.cache === "content") return { ...shared, component: contentFacts(component) };
  const { id, name, bytes, createdAt } = await rowOf(pipeline, message.packageId);
  const own = {
    ...shared,
    component: { ...component, ref: message.component },
    package: { id, name, bytes, receivedAt: createdAt },
    secret: secretsOf(pipeline, pass),
  };
  if (pass.cache === "package") return own;
  return { ...own, round: message.round, attempt, now: () => pipeline.cloud.clock.now() };
};

const secretsOf =
  ({ secrets }: Performing, { name: pass, needs }: Pass) =>
  (name: string): string => {
    if (needs.secrets?.includes(name)) return secrets(name);
    throw new TerminalError("undeclared-secret", `Pass "${pass}" reads the secret "${name}"; add it to needs.secrets`);
  };

/** The component's bytes, as chunks, whole, as text and as JSON. Errors reveal no more than the context does, because `run` may catch them. */
const readers = ({ cloud }: Performing, { key, pass, component, signal }: Occurrence) => {
  const name = pass.cache === "content" ? contentFacts(component).fileName : component.name;
  const bytes = async function* () {
    const object = await cloud.objects.get(key);
    if (!object) throw new TerminalError("missing-component", `The object of ${name} was deleted`);
    for await (const chunk of object.body) {
      signal.throwIfAborted();
      yield chunk;
    }
  };
  const whole = () => collect(bytes());
  const text = async () => new TextDecoder().decode(await whole());
  const json = async <Output>(schema?: StandardSchema<unknown, Output>): Promise<Output> => {
    let value: unknown;
    try {
      value = JSON.parse(await text());
    } catch (cause) {
      if (!(cause instanceof SyntaxError)) throw cause;
      throw new TerminalError("invalid-input", `${name} is not JSON: ${cause.message}`, { cause });
    }
    if (!schema) return value as Output;
    const parsed = await validated(schema, value);
    if (parsed.ok) return parsed.value;
    throw new TerminalError("invalid-input", `${name}: ${parsed.why}`);
  };
  return { bytes, whole, text, json };
};
