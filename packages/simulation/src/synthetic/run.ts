import { type Run, run } from "../run.ts";
import type { Subject } from "../subject.ts";
import { choreography } from "./choreography.ts";
import { expectationOf } from "./expected.ts";
import { delivered, type SyntheticScenario } from "./packages.ts";

/** The choreography that the engine itself is tested with. */
export const synthetic: Subject = { choreography, expect: expectationOf, subscribers: "run" };

export const runSynthetic = (scenario: SyntheticScenario, options: { timeline?: boolean } = {}): Promise<Run> =>
  run(synthetic, delivered(scenario), options);
