import fc from "fast-check";
import { expect, it } from "vitest";
import { noteAttempt, readAttempts, triedTasks } from "../src/stages/perform/attempts.ts";
import { memoryCloud } from "../src/testing/memory/index.ts";

const number = fc.nat({ max: 20_000 });
const address = fc.record({
  packageId: fc.constant("pkg_a"),
  round: fc.integer({ min: 1, max: 3 }),
  // Subtrees are named by pairs of a slot and a task.
  tree: fc.array(fc.tuple(number, number), { maxLength: 3 }).map((pairs) => pairs.flat().join(".")),
  slot: number,
  task: fc.nat({ max: 15 }),
});

it("lists the tasks of a round that failed a delivery by their whole address, grown ones included, and no others", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(address, { maxLength: 8, selector: (one) => JSON.stringify(one) }),
      async (tasks) => {
        const cloud = memoryCloud();
        for (const task of tasks) await noteAttempt(cloud, task, 1, new Error("not yet"));
        await cloud.objects.put("attempts/pkg_a/1/notes.txt", new Uint8Array());
        for (const round of [1, 2, 3]) {
          const found = await triedTasks(cloud, "pkg_a", round, 100);
          const wanted = tasks.filter((one) => one.round === round);
          expect(found).toHaveLength(wanted.length);
          expect(found).toEqual(expect.arrayContaining(wanted));
        }
      },
    ),
    { numRuns: 60 },
  );
});

it("keeps the first error and the last, and how often it was tried", async () => {
  const cloud = memoryCloud();
  const task = { packageId: "pkg_a", round: 1, tree: "", slot: 3, task: 0 };
  for (const [attempt, message] of ["first", "second", "last"].entries())
    await noteAttempt(cloud, task, attempt + 1, new Error(message));
  expect(await readAttempts(cloud, task)).toMatchObject({
    count: 3,
    first: { message: "first" },
    last: { message: "last" },
  });
});
