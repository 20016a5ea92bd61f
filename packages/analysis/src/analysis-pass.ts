import type { ComponentFacts } from "@torrent/core";
import {
  type AnyPass,
  type ContentContext,
  type ContentFacts,
  definePass as defineCorePass,
  type Estimate,
  type OutputOf,
  type Pass,
  type Piece,
} from "@torrent/core/unstable";
import { AnalysisResult, type Entity, type Finding } from "./findings.ts";
import { resultFactors } from "./priority/evidence.ts";

/** What an analysis pass returns; see {@link AnalysisResult} for what is stored of it. */
export interface PassOutput {
  findings?: readonly Finding[];
  entities?: readonly Entity[];
  facts?: Record<string, unknown>;
  packs?: Record<string, string>;
  text?: string;
  /** Components found inside, by their names below this one, to be classified and analysed like any other. Not stored. */
  pieces?: AsyncIterable<Piece>;
  truncated?: boolean;
}

/** What an analysis pass sees. Results are shared by content, so no path and no package is among it. */
export interface PassContext extends Pick<ContentContext<unknown>, "bytes" | "whole" | "signal"> {
  /** `name` is the file's own name in lower case, without the folders and archives around it. */
  readonly component: Omit<ContentFacts, "fileName"> & { readonly name: string };
  /** The result of a pass that this one comes after; `undefined` if it was not planned. */
  upstream(pass: string): PassOutput | undefined;
}

export interface AnalysisPass<Name extends string = string>
  extends Pass<Name, AnalysisResult, never, never, "findings" | "entities", "severity" | "sensitivity"> {
  /** The pass by itself, as a library: what the engine calls with its own context. */
  run(context: PassContext): Promise<PassOutput>;
}

export interface AnalysisPassDefinition<Name extends string> {
  name: Name;
  version: number;
  /** Passes whose results this one reads where they are planned too. */
  after?: readonly AnyPass[];
  required?: boolean;
  accepts(component: ComponentFacts): boolean;
  estimate(component: ComponentFacts): Estimate;
  run(context: PassContext): Promise<PassOutput>;
}

/** A pass of the reference choreography: findings and entities, shared by content, counted and ranked in one way. */
export const analysisPass = <const Name extends string>({
  run,
  ...definition
}: AnalysisPassDefinition<Name>): AnalysisPass<Name> => Object.assign(corePass({ run, ...definition }), { run });

const corePass = <const Name extends string>({ after = [], run, ...definition }: AnalysisPassDefinition<Name>) =>
  defineCorePass({
    ...definition,
    afterIfPlanned: after,
    cache: "content",
    output: AnalysisResult,
    counts: ({ findings, entities }) => ({
      findings: findings.length,
      entities: entities.reduce((mentions, { count = 1 }) => mentions + count, 0),
    }),
    factors: resultFactors,
    run: async ({ component, upstream, bytes, whole, signal, grow }) => {
      const { fileName, ...facts } = component;
      const { pieces, ...output } = await run({
        component: { ...facts, name: fileName },
        bytes,
        whole,
        signal,
        upstream: (pass) => (upstream as Record<string, AnalysisResult | undefined>)[pass],
      });
      if (pieces) for await (const piece of pieces) await grow(piece);
      return output as OutputOf<AnalysisPass>;
    },
  });
