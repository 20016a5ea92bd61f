import { parentPort, workerData } from "node:worker_threads";
import { noTotals } from "@torrent/core/unstable";
import { connect, embeddedCloud, startRunner } from "../src/index.ts";
import { smallTopology } from "./running.ts";

/** Another process or thread on a test's data folder; what it has to do is its first argument or its worker data. */
const job: string = workerData ?? process.argv[2];
const tell = (message: unknown): void => {
  if (parentPort) parentPort.postMessage(message);
  else process.send?.(message);
};

const cloud = connect();
const { objects, queues, tally } = cloud;
const node = (index: number) => ({ packageId: "p", round: 1, tree: "", level: 0, index });
const once = (child: number) => ({ child, totals: { ...noTotals(), succeeded: 1 }, failed: false });

/** Settles every task of 100 components; tells how many it was the first to settle. */
const settle = async (): Promise<void> => {
  let first = 0;
  for (let component = 0; component < 100; component++)
    for (let task = 0; task < 4; task++) if ((await tally.settle(node(component), once(task))).first) first += 1;
  tell({ first });
};

/** Receives until the queue is empty; tells the bodies. */
const drain = async (): Promise<void> => {
  const bodies: string[] = [];
  for (;;) {
    const batch = await queues.receive("classify", { max: 7, visibilitySeconds: 600, waitSeconds: 0 });
    if (batch.length === 0) break;
    bodies.push(...batch.map(({ body }) => body));
    await queues.acknowledge(
      "classify",
      batch.map(({ receipt }) => receipt),
    );
  }
  tell({ bodies });
};

/** Puts, sends and settles for ever; tells each number once all three are acknowledged. */
const toil = async (): Promise<never> => {
  for (let n = 0; ; n++) {
    const body = new Uint8Array(n % 3 === 0 ? 40_000 : 100).fill(n % 256);
    await objects.put(`inbox/${n}`, body);
    await queues.send("classify", [{ body: `${n}` }, { body: `${n} again` }]);
    await tally.settle(node(n), once(1));
    tell({ acknowledged: n });
  }
};

const run = async (): Promise<void> => {
  const handlersModule = new URL("./fixture-handlers.ts", import.meta.url);
  await startRunner({ cloud, handlersModule, topology: smallTopology(), threads: 1 });
  tell("running");
};

/** Launches a worker; tells its id. */
const launch = async (): Promise<void> => {
  const entry = new URL("./connected-worker.ts", import.meta.url);
  const parent = embeddedCloud({ dataDir: cloud.dataDir, fleet: { entry } });
  await parent.fleet.launch(1, "token");
  tell({ worker: (await parent.fleet.live())[0]?.id });
};

const jobs: Record<string, () => Promise<void>> = { settle, drain, toil, run, launch };
await jobs[job]?.();
if (job === "settle" || job === "drain") await cloud.close();
