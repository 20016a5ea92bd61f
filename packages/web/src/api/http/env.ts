import type { Choreography, Cloud, ObjectInfo, Performing, Pipeline, QueueDepth } from "@torrent/core/unstable";
import type { CompletionsReader } from "../packages/completions.ts";
import type { CostReader } from "../packages/cost.ts";
import type { LanesReader } from "../progress/lanes.ts";
import type { ProgressReader } from "../progress/progress.ts";
import type { RetryingReader } from "../progress/retrying.ts";
import type { LogLink } from "../system/log-link.ts";
import type { Cursors } from "./cursor.ts";

export type Role = "read" | "operate";

/** Who asks. `operate` includes `read`. */
export interface Caller {
  name: string;
  role: Role;
}

/** What every group of routes is given. */
export interface Deps {
  cloud: Cloud;
  choreography: Choreography;
  /** For core's stage functions. */
  pipeline: Pipeline & Pick<Performing, "passes">;
  cursors: Cursors;
  progress: ProgressReader;
  lanes: LanesReader;
  retrying: RetryingReader;
  cost: CostReader;
  completions: CompletionsReader;
  /** At most two seconds old. */
  queueDepth: (queue: string) => Promise<QueueDepth>;
  logLink: LogLink;
  graphs?: string;
  uploadPartBytes: number;
  /** Lists an uploaded package before its event arrives. */
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
