import { expect } from "vitest";
import {
  edgeScenario,
  explain,
  explore,
  isFailure,
  runSynthetic,
  Survey,
  smallScenario,
  type strikeEach,
} from "../src/index.ts";

const shapes = { small: smallScenario, edge: edgeScenario };

/** Explores seeds; what they went through is printed, so that the figures of a run are in its log. */
export const survive = async (shape: keyof typeof shapes, from: number, count: number): Promise<void> => {
  const survey = new Survey();
  for (let seed = from; seed < from + count; seed++) {
    const found = await explore(shapes[shape], seed, runSynthetic);
    if (isFailure(found)) expect.fail(explain(found));
    survey.add(found);
  }
  console.info(String(survey));
};

/** What broke an invariant, in a form that a failed test prints. */
export const broken = (found: Awaited<ReturnType<typeof strikeEach>>): unknown =>
  found && { faults: found.faults, violations: found.run.violations };
