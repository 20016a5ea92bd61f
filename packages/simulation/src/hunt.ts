import { mutants } from "./mutants.ts";
import { mutate } from "./mutate.ts";

/**
 * Runs one mutant of `mutants.ts`, by its name, until an invariant breaks: with no fault first, then through single
 * crashes, deliveries that overtake each other or are lost, and seeds. Prints what caught it, or nothing; in a process of its own, since a module loads once.
 */
const [, , name = "", seeds = "1000"] = process.argv;
const mutant = mutants.find((known) => known.name === name);
if (!mutant) throw new Error(`No mutant is called "${name}"`);
mutate(mutant);
const { crashPoints, overtakings, scenarioOf, runSynthetic, smallPackage, smallScenario, swallowEach, undisturbed } =
  await import("./index.ts");

// What a mutant leaves unhandled would end a real process; here it is one more way to be caught.
let unhandled: unknown;
process.on("unhandledRejection", (reason) => {
  unhandled = reason;
});
const broken = async (scenario: Parameters<typeof runSynthetic>[0]): Promise<string | undefined> => {
  const [violation] = (await runSynthetic(scenario)).violations;
  if (violation) return `${violation.invariant}: ${violation.what}`;
  return unhandled === undefined ? undefined : `unhandled: ${unhandled}`;
};

const hunt = async (): Promise<string | undefined> => {
  for (const scenario of undisturbed) {
    const found = await broken(scenario);
    if (found) return `with no fault, ${found}`;
  }
  for (const fault of await crashPoints(smallPackage, ["crash-after"])) {
    const found = await broken({ ...smallPackage, faults: [fault] });
    if (found) return `${fault.kind} at ${fault.operation} #${fault.nth}, ${found}`;
  }
  for (const faults of await overtakings(smallPackage)) {
    const found = await broken({ ...smallPackage, faults });
    if (found) return `two deliveries at once and ${faults[1]?.kind} at ${faults[1]?.operation}, ${found}`;
  }
  const [swallowed] = await swallowEach(smallPackage);
  if (swallowed) return swallowed;
  for (let seed = 0; seed < Number(seeds); seed++) {
    const found = await broken(scenarioOf(smallScenario, seed));
    if (found) return `seed ${seed}, ${found}`;
  }
  return undefined;
};

const caught = await hunt();
if (caught) console.log(caught);
process.exit(0);
