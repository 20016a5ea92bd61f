import { readdirSync, readFileSync } from "node:fs";
import { awsCloud } from "@torrent/core/aws";
import { settledTasks } from "@torrent/core/unstable";
import { handlersOf } from "@torrent/functions";
import {
  type Call,
  drain,
  dynamoKinds,
  fakeEcs,
  record,
  type StageHandlers,
  startEmulators,
} from "@torrent/testing/emulators";
import { expect, it } from "vitest";
import choreography from "../torrent.config.ts";

const folder = new URL("../samples/", import.meta.url);
const samples = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());

it.each(dynamoKinds())(
  "takes the samples through the AWS adapters to their reports, on %s, S3 and SQS",
  async (kind) => {
    const emulators = await startEmulators({ dynamodb: kind });
    try {
      const runtime = { log: () => {}, ecs: fakeEcs().client };
      const { cloud, config } = await emulators.stack("pipeline", runtime);
      for (const { name } of samples) await cloud.objects.put(`inbox/${name}`, readFileSync(new URL(name, folder)));

      // Each stage has a cloud of its own, as each Lambda has, so that its calls are known.
      const calls: Record<string, Call[]> = {};
      const own = <S extends keyof ReturnType<typeof handlersOf>>(stage: S) => {
        calls[stage] = [];
        const onClient = (client: object): void => void record(client, (input) => input, calls[stage]);
        return handlersOf(choreography, awsCloud(config, { ...runtime, onClient }))[stage];
      };
      const stages = {
        intake: own("intake"),
        classify: own("classify"),
        analyze: own("analyze"),
        worker: own("analyze"),
        aggregate: own("aggregate"),
        dispatch: own("dispatch"),
        complete: own("complete"),
        bury: own("bury"),
      } as unknown as StageHandlers;
      const delivered = await drain(cloud, stages);

      expect(delivered.intake).toBe(samples.length);
      expect(delivered["intake-dlq"]).toBeUndefined();
      expect(await cloud.packages.open({ limit: 1 })).toEqual({ packages: [] });
      const { packages } = await cloud.packages.list({ limit: 100 });
      expect(packages).toHaveLength(samples.length);
      expect(samples.length).toBeGreaterThan(2);
      for (const { id, state, revision, totals } of packages) {
        expect(["complete", "partial"]).toContain(state);
        let expected = 0;
        for await (const node of cloud.tally.components(id, 1)) expected += node.expected ?? 0;
        expect(settledTasks(totals ?? expect.fail("no totals"))).toBe(expected);
        expect(await cloud.objects.head(`reports/${id}/${revision}/report.json`)).toBeDefined();
      }
    } finally {
      await emulators.stop();
    }
  },
);
