import type { Cloud, ObjectInfo, Pipeline, QueueDepth, QueueName } from "@torrent/core";
import type { CostReader } from "./cost.ts";
import type { Cursors } from "./cursor.ts";
import type { LanesReader } from "./lanes.ts";
import type { LogLink } from "./log-link.ts";
import type { ProgressReader } from "./progress.ts";
import type { RetryingReader } from "./retrying.ts";

export type Role = "read" | "operate";

/** Who asks. `operate` includes `read`. */
export interface Caller {
  name: string;
  role: Role;
}

export interface PassVersion {
  name: string;
  version: number;
}

/** What every group of routes is given. */
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
  /** Lists what has been uploaded before its event does. */
  register: (key: string, info: Pick<ObjectInfo, "etag" | "version">) => Promise<void>;
}

export interface ApiEnv {
  Variables: {
    requestId: string;
    caller: Caller;
    /** The content security policy of an answer that has one of its own. */
    policy?: string;
  };
}
