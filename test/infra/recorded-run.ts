import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { connect } from "@torrent/core/aws";
import {
  composePipeline,
  deadLetterQueue,
  defineChoreography,
  defineSubscriber,
  heavyQueues,
  queueNames,
  TaskMessage,
  work,
} from "@torrent/core/unstable";
import { loggerLog } from "@torrent/functions/lambda/log";
import {
  type Call,
  drain,
  fakeEcs,
  type QueueHandler,
  record,
  type StageHandlers,
  startEmulators,
} from "@torrent/testing/emulators";
import { composeApi } from "@torrent/web/lambda";
import { workLoop } from "@torrent/worker/loop";
import { vi } from "vitest";
import { reference } from "../../torrent.config.ts";

/** The reference choreography, and somebody who is told of all that happens to a package. */
const choreography = defineChoreography({
  ...reference,
  onComplete: [
    defineSubscriber({
      name: "book",
      when: ["open", "complete", "partial", "failed", "rejected", "cancelled"],
      run: async (_event, { once }) => void (await once("posted", async () => "booked")),
    }),
  ],
});

const folder = new URL("../../samples/", import.meta.url);
const samples = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
const token = "recorded-run";
const secret = JSON.stringify([
  { name: "test", sha256: createHash("sha256").update(token).digest("hex"), role: "operate" },
]);
const HOUR_MS = 3_600_000;

/** The calls of one function, or of the worker. */
export type Recorded = Record<string, Call[]>;
export interface RecordedRun {
  calls: Recorded;
  bucket: string;
  /** Queue URL → the topology's name. */
  queues: ReadonlyMap<string, string>;
}

/** What `infra/entries` compose, with that choreography. */
const entry = async (name: string, given = choreography) => ({
  compose: (await import(`../../packages/functions/src/lambda/${name}.ts`))[name](given),
});

/**
 * Takes packages through the deployed entries, each with clients of its own, on emulators: samples to their reports; heavy
 * work to a worker; poison, expired and lost work to BURY and SWEEP; and every action of the API.
 */
export const recordedRun = async (): Promise<RecordedRun> => {
  const emulators = await startEmulators();
  const calls: Recorded = {};
  const into = (name: string) => {
    calls[name] ??= [];
    const list = calls[name];
    return (client: object): void => {
      if ("middlewareStack" in client) record(client, (input) => input, list);
    };
  };
  try {
    const { cloud, env: stackEnv, config } = await emulators.stack("recorded", { log: () => {} });
    const env = {
      ...stackEnv,
      TORRENT_STAGE: "test",
      POWERTOOLS_LOG_LEVEL: "SILENT",
      POWERTOOLS_METRICS_DISABLED: "true",
    };
    for (const [name, value] of Object.entries({
      ...env,
      SST_RESOURCES_JSON: JSON.stringify({ ApiTokens: { value: secret } }),
    }))
      vi.stubEnv(name, value);
    const urls = config.sqs?.queues ?? {};

    /** As the event source mapping of a deployment tells it: with the queue's own name in the ARN. */
    const deployed = (handler: QueueHandler): QueueHandler => {
      return (event, context) => {
        const own = (arn: string) =>
          `arn:aws:sqs:us-east-1:000000000000:${urls[arn.split(":").at(-1) ?? ""]?.split("/").at(-1)}`;
        return handler(
          { Records: event.Records.map((one) => ({ ...one, eventSourceARN: own(one.eventSourceARN) })) },
          context,
        );
      };
    };
    const composed = async (name: string): Promise<QueueHandler> =>
      deployed((await entry(name)).compose(env, into(name)));
    const ecs = fakeEcs();
    const { compose: composeDispatch } = await entry("dispatch");
    const toDispatch = into("dispatch");
    const dispatch = deployed(composeDispatch(env, { client: ecs.client, onClient: toDispatch }));
    const stages = {
      intake: await composed("intake"),
      classify: await composed("classify"),
      analyze: await composed("analyze"),
      aggregate: await composed("aggregate"),
      dispatch,
      complete: await composed("complete"),
    } satisfies StageHandlers;
    const buryRound = (await entry("bury")).compose(env, into("bury")) as (
      event: undefined,
      context: { getRemainingTimeInMillis(): number },
    ) => Promise<unknown>;
    /** BURY looks by schedule. */
    const bury = () => buryRound(undefined, { getRemainingTimeInMillis: () => 300_000 });
    const { compose } = await entry("sweep");
    const sweep = compose(env, into("sweep")) as () => Promise<unknown>;
    const api = composeApi(choreography, loggerLog())(env, secret, into("api"));
    const ask = async (path: string, init: { method?: string; body?: unknown } = {}) => {
      const { method = "GET", body } = init;
      const headers = {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        "idempotency-key": crypto.randomUUID(),
      };
      const answer = await api.request(`https://api.test/api/v1${path}`, {
        method,
        headers,
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      if (answer.status >= 400) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
      const text = await answer.text();
      return text.startsWith("{") ? JSON.parse(text) : undefined;
    };

    const opened = async function* () {
      const page = await cloud.packages.open({ limit: 100 });
      yield* page.packages;
    };

    // Delivered by the API's own ticket, so that the presigned address is the API's call.
    for (const { name } of samples) {
      const { url, key } = await ask("/uploads", {
        method: "POST",
        body: { name, sha256: createHash("sha256").update(name).digest("hex") },
      });
      const put = await fetch(url, { method: "PUT", body: readFileSync(new URL(name, folder)) });
      if (!put.ok) throw new Error(`The presigned upload of ${name} answered ${put.status}`);
      calls.api?.push({ command: "PutObject", input: { Bucket: cloud.objects.bucket, Key: key } });
    }

    const givenUp = await ask("/uploads", { method: "POST", body: { name: "given-up.zip", bytes: 2 ** 30 } });
    await ask("/uploads/abort", { method: "POST", body: { upload: givenUp.parts.upload } });

    const all = { ...stages, worker: stages.analyze };
    /** Until these stages have nothing to do; what the others would take stays. */
    const upTo = (some: StageHandlers) => drain(cloud, some, { withinMs: 0 }).catch(() => ({}));
    const take = async (queue: string, max = 10, waitSeconds = 0): Promise<string[]> => {
      const messages = await cloud.queues.receive(queue, { max, visibilitySeconds: 60, waitSeconds });
      await cloud.queues.acknowledge(
        queue,
        messages.map(({ receipt }) => receipt),
      );
      return messages.map(({ body }) => body);
    };
    const send = (queue: string, bodies: readonly string[]) =>
      cloud.queues.send(
        queue,
        bodies.map((body) => ({ body })),
      );

    // Some light tasks go to a heavy lane, so that a worker has work.
    await upTo({ intake: stages.intake, classify: stages.classify });
    await send("heavy-standard", await take("light-standard"));
    const traceparent = `00-${"1".repeat(32)}-${"2".repeat(16)}-01`;
    await send("dispatch", [JSON.stringify({ type: "capacity", v: 1, traceparent, token: "t" })]);
    await upTo({ dispatch });
    for (const input of ecs.calls) calls.dispatch?.push({ command: "RunTask", input: { ...input } });

    const workerCloud = connect(env, { log: () => {}, onClient: into("worker") });
    const pipeline = composePipeline(choreography, workerCloud, { scratchDir: tmpdir() });
    const stop = new AbortController();
    let failed = false;
    const worker = (id: string) =>
      workLoop(workerCloud, choreography.topology, {
        id,
        slots: 2,
        idleSeconds: 1,
        signal: stop.signal,
        execute: async (message, attempt) => {
          // One fails: its message is given back.
          if (!failed) {
            failed = true;
            await send("light-standard", [JSON.stringify(message)]);
            throw new Error("not this time");
          }
          await work(pipeline, message, { attempt, signal: stop.signal });
        },
      });
    await worker("worker-1");
    for (const queue of heavyQueues) await take(queue);
    // These rounds are taken to be too big for a function.
    await upTo({ analyze: stages.analyze });
    const tooBig = { ...choreography, aggregation: { seconds: 0, memoryMB: 0 } };
    await upTo({ aggregate: deployed((await entry("aggregate", tooBig)).compose(env, into("aggregate"))) });
    await worker("worker-2");
    await drain(cloud, all);

    // Dead letters, as SQS would move them: poison, and one of each kind of work.
    const zip = readFileSync(new URL("incident-logs.zip", folder));
    const deliver = async (name: string) => {
      await cloud.objects.put(`inbox/${name}`, zip);
      await upTo({ intake: stages.intake });
    };
    for (const name of queueNames) await send(deadLetterQueue(name), ["{ not a message"]);
    await cloud.objects.put("inbox/dead.zip", zip);
    await send("intake-dlq", await take("intake", 10, 20));
    await deliver("poison.zip");
    await send("classify-dlq", await take("classify", 1, 20));
    await upTo({ classify: stages.classify });
    const [letter = ""] = await take("light-standard", 1, 20);
    await send("light-standard-dlq", [letter]);
    const dead = TaskMessage.parse(JSON.parse(letter));
    const broken = JSON.stringify(dead);
    const { packageId, round } = dead;
    await send("aggregate-dlq", [JSON.stringify({ type: "aggregate", v: 1, packageId, round, traceparent })]);
    await bury();
    await drain(cloud, all);

    const { packages } = await cloud.packages.list({ limit: 100 });
    const first = packages.find(({ state }) => state === "complete");
    if (!first) throw new Error("The run completed no package");
    for (const path of ["", "?state=complete", "?limit=1"]) await ask(`/packages${path}`);
    const parts = [
      "",
      "/components",
      "/component-kinds",
      "/component-map",
      "/components/0",
      "/why",
      "/failures",
      "/outcome",
      "/report",
      "/reports",
      "/completions",
      "/activity",
      "/rounds/1",
      "/panels/analysis/findings",
    ];
    for (const part of parts) await ask(`/packages/${first.id}${part}`);
    await ask("/system");
    await ask("/dead-letters");
    await ask(`/packages/${first.id}/redrive`, { method: "POST", body: { selection: { passes: ["patterns"] } } });
    // Somebody else is at work on a report, for a moment yet.
    await upTo({ intake: stages.intake, classify: stages.classify, analyze: stages.analyze });
    for await (const { id } of opened())
      await cloud.packages.transition(
        id,
        { from: ["open"] },
        { state: "aggregating", lease: { owner: "another", until: Date.now() + 2000 } },
      );
    await drain(cloud, all);
    await deliver("cancelled.zip");
    for await (const { id } of opened()) await ask(`/packages/${id}/cancel`, { method: "POST", body: {} });
    await drain(cloud, all);

    // A light task whose time is up, of a component that no result is known of: its attempt is written down.
    await cloud.objects.put(
      "inbox/new.log",
      Buffer.from(`2026-01-01T00:00:00Z new ${cloud.random.id()}\n`.repeat(1000)),
    );
    await upTo({ intake: stages.intake, classify: stages.classify });
    await upTo({ analyze: (event) => stages.analyze(event, { getRemainingTimeInMillis: () => 1 }) });
    // What was lost, and what is late: the sweep's clock runs ahead.
    await deliver("lost.zip");
    await take("classify");
    await deliver("late.zip");
    await upTo({ classify: stages.classify });
    await take("light-standard");
    await cloud.objects.put("inbox/unclaimed.zip", zip);
    await take("intake");
    await send("heavy-standard", [broken]);
    vi.useFakeTimers({ toFake: ["Date"] });
    const sweepAt = async (ms: number) => {
      vi.setSystemTime(ms);
      await sweep();
    };
    const hour = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS;
    for (const hours of [1, 3, 5, 26, 28]) await sweepAt(hour + hours * HOUR_MS + 60_000);
    vi.useRealTimers();
    return {
      calls,
      bucket: cloud.objects.bucket,
      queues: new Map(Object.entries(urls).map(([name, url]) => [url, name])),
    };
  } finally {
    vi.useRealTimers();
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
    await emulators.stop();
  }
};
