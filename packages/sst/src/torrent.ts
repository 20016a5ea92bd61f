import { grantsOf } from "@torrent/functions/grants";
import { alarmsOf } from "./alarms.ts";
import { apiOf } from "./api.ts";
import type { TorrentArgs } from "./args.ts";
import { queuesOf as queueNamesBy } from "./choreography.ts";
import { contextOf } from "./context.ts";
import { type Functions, functionsIn } from "./functions.ts";
import { graphsOf } from "./graphs.ts";
import { networkOf } from "./network.ts";
import { notify, queuesOf } from "./queues.ts";
import { storageOf } from "./storage.ts";
import { budgetOf, topicOf } from "./topic.ts";
import { warmPool } from "./warm-pool.ts";
import { dashboardOf, routerOf, uploadsFrom } from "./web.ts";
import { workersOf } from "./workers.ts";

/**
 * A choreography, deployed: its queues with their dead-letter queues, its functions and workers, a table, a bucket, the status API, the
 * dashboard, alarms and a budget. Any number of them in one app.
 *
 * @example
 * new Torrent("Invoices", {
 *   choreography: "torrent.config.ts",
 *   worker: { image: { context: ".", dockerfile: "packages/worker/Dockerfile" } },
 *   tokens: new sst.Secret("ApiTokens"),
 *   dashboard: false,
 * });
 */
export class Torrent extends $util.ComponentResource {
  readonly nodes: {
    bucket: sst.aws.Bucket;
    table: sst.aws.Dynamo;
    queues: Readonly<Record<string, sst.aws.Queue>>;
    deadLetters: Readonly<Record<string, sst.aws.Queue>>;
    functions: Readonly<Record<string, sst.aws.Function>>;
    cluster: sst.aws.Cluster;
    worker: sst.aws.Task;
    router: sst.aws.Router;
    dashboard: sst.aws.StaticSite | undefined;
    topic: sst.aws.SnsTopic;
  };

  constructor(name: string, args: TorrentArgs, opts: $util.ComponentResourceOptions = {}) {
    super("torrent:aws:Torrent", name, {}, opts);
    const context = contextOf(name, this, args);
    const storage = storageOf(context);
    const queues = queuesOf(context);
    const grants = grantsOf(queueNamesBy(context.topology), context.queueNames);
    const parts = { context, storage, queues, grants };
    const intake = queueNamesBy(context.topology)("intake").map((queue) => queues.named(queue))[0];
    if (!intake) throw new TypeError(`Torrent "${name}": no queue of the topology is consumed by "intake"`);
    notify(context, storage.bucket, intake);

    const network = networkOf(context);
    const workers = workersOf(parts, network);
    warmPool(context, workers, network);
    const stages = functionsIn(parts, workers);

    const router = routerOf(context, storage.bucket);
    const functions: Functions = { ...stages, api: apiOf(parts, router, stages, workers) };
    const dashboard = dashboardOf(context, router);
    uploadsFrom(context, storage.bucket, router);

    const topic = topicOf(context);
    budgetOf(context, topic);
    if (context.settings.watched) {
      alarmsOf(context, topic, queues, functions);
      graphsOf(context, queues, functions);
    }

    this.nodes = {
      ...storage,
      queues: queues.main,
      deadLetters: queues.dead,
      functions: Object.fromEntries(Object.entries(functions).map(([own, { fn }]) => [own, fn])),
      cluster: workers.cluster,
      worker: workers.task,
      router,
      dashboard,
      topic,
    };
    this.registerOutputs({ url: this.url, topic: this.topic });
  }

  /** Where the dashboard and the API are. */
  get url(): $util.Output<string> {
    return this.nodes.router.url;
  }

  /** The ARN of the topic to which alarms and the budget publish. */
  get topic(): $util.Output<string> {
    return this.nodes.topic.arn;
  }
}
