import { tmpdir } from "node:os";
import {
  type ClassificationRule,
  type Cloud,
  type Decompose,
  type EstimateTable,
  type Pass,
  type Pipeline,
  type PriorityTable,
  registry,
  topology,
} from "@torrent/core/unstable";

/** A handler's pipeline: each gives only the parts that its stage uses, so that its bundle holds no more. */
export const pipelineOf = (
  cloud: Cloud,
  parts: {
    passes?: readonly Pass[];
    decompose?: Decompose;
    rules?: readonly ClassificationRule[];
    estimates?: EstimateTable | undefined;
    priority?: PriorityTable;
    routeAggregation?: Pipeline["routeAggregation"];
    summarise?: Pipeline["summarise"];
  } = {},
): Pipeline => ({
  cloud,
  passes: registry(parts.passes ?? []),
  rules: parts.rules ?? [],
  limits: topology.limits,
  scratchDir: tmpdir(),
  ...(parts.decompose ? { decompose: parts.decompose } : {}),
  ...(parts.estimates ? { estimates: parts.estimates } : {}),
  ...(parts.priority ? { priority: parts.priority } : {}),
  ...(parts.routeAggregation ? { routeAggregation: parts.routeAggregation } : {}),
  ...(parts.summarise ? { summarise: parts.summarise } : {}),
});
