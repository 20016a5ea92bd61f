import { cancel, completions, redrive, redriveCompletions } from "@torrent/core/operations";
import { gather } from "@torrent/core/reducing";
import type { MemoryCloud } from "@torrent/core/testing/memory";
import {
  type AnyPass,
  type CompletionStatus,
  collect,
  keys,
  type Outcome,
  type OutputOf,
  PackageOutcome,
  type PackageRow,
  type PackageState,
  readResult,
  type WholePipeline,
} from "@torrent/core/unstable";

/** How one pass ended on one component. */
export interface TestedTask {
  /** The component's ref: `"3"`, or `"3/explode/0"` for one that a pass handed out. */
  component: string;
  name: string;
  kind: string;
  pass: string;
  /** `pending` until it has ended. */
  outcome: Outcome | "pending";
  error?: { kind: string; message: string };
}

/** A submitted package. What it says is as of now: call `settle()` first. */
export class TestedPackage {
  readonly #pipeline: WholePipeline;
  readonly #cloud: MemoryCloud;
  readonly #key: string;

  constructor(pipeline: WholePipeline, cloud: MemoryCloud, key: string) {
    this.#pipeline = pipeline;
    this.#cloud = cloud;
    this.#key = key;
  }

  async row(): Promise<PackageRow> {
    let cursor: string | undefined;
    do {
      const page = await this.#cloud.packages.list({ limit: 1000, ...(cursor ? { cursor } : {}) });
      const row = page.packages.find(({ key }) => key === this.#key);
      if (row) return row;
      cursor = page.cursor;
    } while (cursor);
    throw new Error(`${this.#key} has not been taken in; call settle() first`);
  }

  async state(): Promise<PackageState> {
    return (await this.row()).state;
  }

  /**
   * What became of the package's last finished round.
   *
   * @throws Error that says why there is none: the package is still open, or was rejected.
   */
  async outcome(): Promise<PackageOutcome> {
    const { id, state, error, revision } = await this.row();
    const why = error ? ` (${error.kind}: ${error.message})` : state === "open" ? "; call settle() first" : "";
    const object = revision === undefined ? undefined : await this.#cloud.objects.get(keys.outcome(id, revision));
    if (!object) throw new Error(`The package is ${state} and has no outcome${why}`);
    return PackageOutcome.parse(JSON.parse(new TextDecoder().decode(await collect(object.body))));
  }

  /** What the reducer's `finish` returned. */
  async result<Result = unknown>(): Promise<Result> {
    return (await this.outcome()).result as Result;
  }

  /** Every task of every component, in the order of the components. */
  async tasks(): Promise<TestedTask[]> {
    const { id, round } = await this.row();
    return (await gather(this.#cloud, id, round)).flatMap(({ plan, tasks }) =>
      tasks.map(({ task, receipt }) => ({
        component: plan.component,
        name: plan.name,
        kind: plan.kind,
        pass: task.pass,
        outcome: receipt?.outcome ?? ("pending" as const),
        ...(receipt?.error ? { error: receipt.error } : {}),
      })),
    );
  }

  /** What a pass returned for each component on which it succeeded, in the order of the components. */
  async outputs<P extends AnyPass>(pass: P): Promise<OutputOf<P>[]> {
    const { id, round } = await this.row();
    const outputs: OutputOf<P>[] = [];
    for (const { tasks } of await gather(this.#cloud, id, round))
      for (const { task, receipt } of tasks) {
        if (task.pass !== pass.name || receipt?.outcome !== "succeeded" || receipt.input === undefined) continue;
        const { version = task.version } = receipt;
        const read = await readResult(this.#cloud.objects, { ...pass, version }, receipt.input);
        if (!read.ok) throw new Error(read.defect.message);
        outputs.push(read.result.output as OutputOf<P>);
      }
    return outputs;
  }

  /** How each subscriber's delivery ended. */
  async subscribers(): Promise<CompletionStatus[]> {
    return completions(this.#pipeline, await this.row());
  }

  /** A file that the reducer wrote, as text. */
  async file(name: string): Promise<string> {
    const { id, revision = 0 } = await this.row();
    const object = await this.#cloud.objects.get(keys.resultFile(id, revision, name));
    if (!object)
      throw new Error(`The reducer wrote no file ${name}; it wrote ${(await this.outcome()).files.join(", ")}`);
    return new TextDecoder().decode(await collect(object.body));
  }

  /** Runs failed tasks again, in a new round. */
  async redrive(): Promise<void> {
    const answer = await redrive(this.#pipeline, (await this.row()).id, {});
    if (answer?.refused) throw new Error(answer.refused.message);
  }

  /** Tells subscribers again whose delivery failed. */
  async tellAgain(): Promise<void> {
    const answer = await redriveCompletions(this.#pipeline, (await this.row()).id);
    if (answer?.refused) throw new Error(answer.refused.message);
  }

  async cancel(): Promise<void> {
    await cancel(this.#pipeline, (await this.row()).id);
  }
}
