import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { connect } from "@torrent/core/aws";
import { type Cloud, CONFIG_VARIABLE } from "@torrent/core/unstable";
import { drain, fakeEcs, type Stack, type StageHandlers, startEmulators } from "@torrent/testing/emulators";
import { changing, differences, endsOf } from "../../packages/cli/src/fault-test/ends.ts";
import { writeVariants } from "../../packages/cli/src/fault-test/variants.ts";
import { handlers } from "../../packages/functions/src/index.ts";

/**
 * The same as `embedded.ts` on the AWS adapters: all handlers in a process of their own against emulated DynamoDB, S3 and
 * SQS, killed with SIGKILL at random moments and started again, until the queues are empty. Every package must come to
 * the same as in a process that was left alone.
 */
const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "60" },
    seed: { type: "string", default: "1" },
    handlers: { type: "boolean" },
  },
});
/** So that what a killed process held comes back while somebody waits for it. */
const VISIBILITY_SECONDS = 2;
/** A fourth kill could give up a message that was in flight each time, as it should. */
const KILLS_PER_BATCH = 3;

const serveHandlers = async (): Promise<void> => {
  const cloud = connect(process.env, { ecs: fakeEcs().client });
  const queues: Cloud["queues"] = {
    ...cloud.queues,
    receive: (queue, options) => cloud.queues.receive(queue, { ...options, visibilitySeconds: VISIBILITY_SECONDS }),
  };
  const stages = await handlers({ ...parts(cloud), queues });
  await drain({ queues }, { ...stages, worker: stages.analyze } as unknown as StageHandlers);
};

/** The cloud's ports are made at first use; this takes them one by one. */
const parts = ({ objects, queues, tally, packages, fleet, clock, random, log }: Cloud): Cloud => ({
  objects,
  queues,
  tally,
  packages,
  fleet,
  clock,
  random,
  log,
});

const samples = new URL("../../samples/", import.meta.url);
const names = readdirSync(samples, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []));

/** Runs the handlers once; true if they came to the end of the queues, false if they were killed before. */
const live = (config: string, stack: Stack, killAfterMs?: number): Promise<boolean> => {
  const args = [
    "--conditions=@torrent/source",
    "--disable-warning=ExperimentalWarning",
    fileURLToPath(import.meta.url),
  ];
  const child = spawn(process.execPath, [...args, "--handlers"], {
    env: { ...process.env, ...stack.env, [CONFIG_VARIABLE]: config },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfterMs);
  return new Promise((resolve, reject) => {
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      if (code === 0 || signal === "SIGKILL") resolve(code === 0);
      else reject(new Error(`The handlers' process ended with code ${code}`));
    });
  });
};

const deliver = async ({ cloud }: Stack): Promise<void> => {
  for (const name of names) await cloud.objects.put(`inbox/${name}`, readFileSync(new URL(name, samples)));
};

const main = async (): Promise<number> => {
  const wanted = Number(values.kills);
  let state = Number(values.seed) >>> 0 || 1;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const place = await mkdtemp(join(tmpdir(), "torrent-chaos-"));
  const { plain: config } = await writeVariants(
    place,
    new URL("../../torrent.config.ts", import.meta.url).href,
    "record",
  );
  const emulators = await startEmulators();
  try {
    const calm = await emulators.stack("calm");
    await deliver(calm);
    const begun = performance.now();
    await live(config, calm);
    let calmMs = performance.now() - begun;
    const undisturbed = await endsOf(calm.cloud);
    const again = await emulators.stack("again");
    await deliver(again);
    await live(config, again);
    const ignored = changing(undisturbed, await endsOf(again.cloud));
    let kills = 0;
    let batches = 0;
    let differing = 0;
    while (kills < wanted) {
      batches += 1;
      const storm = await emulators.stack(`storm-${batches}`);
      await deliver(storm);
      for (let survived = 0, over = false; !over; ) {
        const started = performance.now();
        const kill = survived < KILLS_PER_BATCH && kills < wanted;
        // Some die while they start, most in mid-work, on a fast machine and a busy one.
        over = await live(config, storm, kill ? (0.1 + 0.8 * random()) * calmMs : undefined);
        // Done before it was to die: the machine is faster now.
        if (over && survived === 0) calmMs = performance.now() - started;
        if (over) continue;
        kills += 1;
        survived += 1;
      }
      for (const { package: name, path, undisturbed: calmly, killed } of differences(
        undisturbed,
        await endsOf(storm.cloud),
        ignored,
      )) {
        differing += 1;
        process.stderr.write(`batch ${batches}: ${name}: ${path} is ${killed}, undisturbed ${calmly}\n`);
      }
      process.stderr.write(`${kills} kills survived, ${batches} batches of ${names.length} packages finished\n`);
    }
    process.stdout.write(`${kills} kills, ${batches * names.length} packages finished, ${differing} differences\n`);
    return differing === 0 ? 0 : 1;
  } finally {
    await emulators.stop();
    await rm(place, { recursive: true, force: true });
  }
};

if (values.handlers) await serveHandlers();
else process.exitCode = await main();
