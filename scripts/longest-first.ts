import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take half a minute and more on two cores, longest first. */
const long = [
  "simulation/test/faults",
  "simulation/test/mutants.deep",
  "simulation/test/faults.deep",
  "test/cli-api",
  "simulation/test/crash",
  "test/infra/bundles",
  "browser/accessibility",
  "test/run",
  "browser/journey",
  "test/kill",
];

/**
 * Vitest goes by what it remembers of the last run, and a clean clone has none: then one long file can be left for the end,
 * and the other core idles beside it.
 */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = long.findIndex((part) => moduleId.endsWith(`${part}.test.ts`));
      return at < 0 ? long.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
