import type { Cloud, Pipeline, QueueDepth, QueueName } from "@torrent/core/unstable";
import type { CostReader } from "../packages/cost.ts";
import type { LanesReader } from "../progress/lanes.ts";
import type { ProgressReader } from "../progress/progress.ts";
import type { RetryingReader } from "../progress/retrying.ts";
import type { LogLink } from "../system/log-link.ts";
import type { Cursors } from "./cursor.ts";

export type Role = "read" | "operate";

/** The authenticated caller. `operate` includes `read`. */
export interface Caller {
  name: string;
  role: Role;
}

export interface PassVersion {
  name: string;
  version: number;
}

/** Dependencies of every group of routes. */
export interface Deps {
  cloud: Cloud;
  /** For core's actions; they use its cloud only. */
  pipeline: Pipeline;
  cursors: Cursors;
  progress: ProgressReader;
  lanes: LanesReader;
  retrying: RetryingReader;
  cost: CostReader;
  /** At most two seconds old. */
  queueDepth: (queue: QueueName | `${QueueName}-dlq`) => Promise<QueueDepth>;
  passes: () => Promise<readonly PassVersion[]>;
  logLink: LogLink;
  graphs?: string;
  uploadPartBytes: number;
}

export interface ApiEnv {
  Variables: {
    requestId: string;
    caller: Caller;
    /** The content security policy of a response that overrides the default. */
    policy?: string;
  };
}
