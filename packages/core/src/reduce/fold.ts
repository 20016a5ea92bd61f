import type { Pass } from "../choreography/define-pass.ts";
import type { ComponentResults, Reducer } from "../choreography/define-reducer.ts";
import type { Failure } from "../errors.ts";
import type { Outcome } from "../outcome.ts";
import type { PlannedTask } from "../plan.ts";
import type { Receipt } from "../ports/tally-store.ts";
import { countsOf, factorsOf } from "../results/output-facts.ts";
import type { ReadResult } from "../results/stored-result.ts";
import type { Aggregating } from "../stages/pipeline.ts";
import type { GatheredComponent } from "./gather.ts";
import {
  addComponent,
  addDefect,
  addFailure,
  addResult,
  addTask,
  emptyRoundSum,
  finishedSum,
  mergeRoundSums,
  type RoundSum,
} from "./round-sum.ts";

/** A sum as it is stored: the engine's own, and the reducer's as JSON. */
export interface PackedSum {
  round: RoundSum;
  own: unknown;
}

const noResult = { kind: "missing-result", message: "The receipt names no result; redrive the task" };

const outdated = (task: PlannedTask, { version = task.version }: Receipt): Failure | undefined =>
  version < task.version
    ? {
        kind: "outdated-result",
        message: `Made by version ${version} of the pass, the plan asks for ${task.version}; redrive the pass`,
      }
    : undefined;

/** Adds up components: the engine's sum and the reducer's. */
export class Fold {
  readonly sum = emptyRoundSum();
  own: unknown;
  readonly #pipeline: Pick<Aggregating, "counts" | "priority" | "passes">;
  readonly #reducer: Reducer | undefined;

  constructor(pipeline: Pick<Aggregating, "counts" | "priority" | "passes">, reducer: Reducer | undefined) {
    this.#pipeline = pipeline;
    this.#reducer = reducer;
    this.own = reducer?.empty();
  }

  /**
   * Adds a component, with what was read of its tasks' results, in their order; gives the lines that the reducer wrote. A task
   * without a usable result counts as failed, whatever its receipt says.
   */
  add({ plan, tasks }: GatheredComponent, reads: readonly (ReadResult | undefined)[]): string {
    const { component: ref, name, kind, bytes, sha256 } = plan;
    addComponent(this.sum, kind);
    const results: Record<string, unknown> = {};
    const ended: ComponentResults["tasks"][number][] = [];
    tasks.forEach(({ task, receipt }, child) => {
      const read = receipt?.outcome === "succeeded" ? reads[child] : undefined;
      const defect =
        read && !read.ok ? read.defect : receipt?.outcome === "succeeded" ? outdated(task, receipt) : undefined;
      if (defect) addDefect(this.sum, { component: ref, name, pass: task.pass, ...defect });
      const isLost = receipt?.outcome === "succeeded" && !read?.ok;
      const outcome: Outcome = isLost ? "failed" : (receipt?.outcome ?? "expired");
      const error = isLost ? (defect ?? noResult) : receipt?.error;
      const failure = error ? { error: { kind: error.kind, message: error.message } } : {};
      const version = receipt?.version ?? task.version;
      ended.push({ pass: task.pass, version, outcome, ms: receipt?.ms ?? 0, ...failure });
      addTask(this.sum, task, outcome, receipt);
      if (outcome !== "succeeded") addFailure(this.sum, { component: ref, name, pass: task.pass, outcome, ...failure });
      if (!read?.ok) return;
      results[task.pass] = read.result.output;
      this.#addResult(task.pass, version, read.result.output);
    });
    let lines = "";
    if (this.#reducer)
      this.own = this.#reducer.add(this.own, { ref, name, kind, bytes, sha256, results, tasks: ended }, (line) => {
        lines += `${line}\n`;
      });
    return lines;
  }

  #addResult(name: string, version: number, output: unknown): void {
    const { passes, priority } = this.#pipeline;
    const pass: Pass | undefined = passes.get(name);
    const counts = pass ? countsOf(this.#pipeline, pass, output) : {};
    const factors = pass ? factorsOf(pass, output, priority) : [];
    addResult(this.sum, { pass: name, version, counts, factors }, priority);
  }

  merge({ round, own }: PackedSum): void {
    mergeRoundSums(this.sum, round, this.#pipeline.priority);
    const reducer = this.#reducer;
    if (reducer) this.own = reducer.merge(this.own, reducer.fromJSON ? reducer.fromJSON(own) : own);
  }

  packed(): PackedSum {
    const { own } = this;
    return { round: finishedSum(this.sum), own: this.#reducer?.toJSON ? this.#reducer.toJSON(own) : own };
  }
}
