import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { exceedsRecursionGuard, neededSecrets, neededStatements, type PartShape } from "../src/choreography.ts";
import { readChoreography } from "../src/read-choreography.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const reference = readChoreography("torrent.config.ts", root);
const having = (passes: PartShape[], onComplete: PartShape[] = []) => ({ ...reference, passes, onComplete });

it("reads the topology of a choreography's file, and what its passes and subscribers need", () => {
  expect(reference).toMatchObject({ name: "torrent", topology: { queues: { intake: { consumer: "intake" } } } });
  const invoices = readChoreography("test/infra/apps/invoices.config.ts", root);
  expect(invoices.topology.queues["light-urgent"]).toMatchObject({ maxConcurrency: 7 });
  expect(invoices.passes).toContainEqual({
    name: "credit",
    needs: { aws: ["textract:AnalyzeExpense"], secrets: ["bureau"] },
  });
});

it("says which file is missing, or holds no choreography", () => {
  expect(() => readChoreography("nowhere.config.ts", root)).toThrow(/There is no .*nowhere.config.ts/);
  expect(() => readChoreography("vitest.config.ts", root)).toThrow(/has no choreography as its default export/);
});

it("allows a pass's AWS actions to those who run passes, on every resource or on those that it names", () => {
  const choreography = having([
    { name: "credit", needs: { aws: ["textract:AnalyzeExpense"] } },
    { name: "book", needs: { aws: [{ actions: ["events:PutEvents"], resources: ["arn:aws:events:::bus"] }] } },
  ]);
  const statements = [
    { actions: ["textract:AnalyzeExpense"], resources: ["*"] },
    { actions: ["events:PutEvents"], resources: ["arn:aws:events:::bus"] },
  ];
  for (const grantee of ["analyze", "worker"]) expect(neededStatements(choreography, grantee)).toEqual(statements);
  for (const grantee of ["intake", "classify", "complete", "api"])
    expect(neededStatements(choreography, grantee)).toEqual([]);
});

it.each(["s3:*", "*", "textract", "s3:Get*"])("refuses %s as an AWS action, and names the pass", (action) => {
  expect(() => neededStatements(having([{ name: "greedy", needs: { aws: [action] } }]), "analyze")).toThrow(
    /"greedy" needs/,
  );
});

it("gives secrets to those who read them, and says which one is missing", () => {
  const choreography = having(
    [{ name: "credit", needs: { secrets: ["bureau"] } }],
    [{ name: "mail", needs: { secrets: ["smtp"] } }],
  );
  const secrets = { bureau: { value: 1 }, smtp: { value: 2 } };
  expect(neededSecrets(choreography, "analyze", secrets)).toEqual({ TORRENT_SECRET_bureau: 1 });
  expect(neededSecrets(choreography, "complete", secrets)).toEqual({ TORRENT_SECRET_smtp: 2 });
  expect(neededSecrets(choreography, "api", secrets)).toEqual({});
  expect(() => neededSecrets(choreography, "worker", {})).toThrow(/"credit" needs the secret "bureau"/);
});

it("knows that a chain of eight passes over grown components passes Lambda's guard, and one without growth does not", () => {
  const { topology } = reference;
  expect(exceedsRecursionGuard(topology)).toBe(true);
  expect(exceedsRecursionGuard({ ...topology, limits: { growth: 0 } })).toBe(false);
});
