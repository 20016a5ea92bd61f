import type { Choreography, Cloud } from "@torrent/core/unstable";

export interface Pace {
  /** How often a body that is being received is checked. */
  everyMs: number;
  /** Bytes that must have arrived since the last check. */
  leastBytes: number;
}

export interface ServeOptions {
  cloud: Cloud;
  /** 0 selects a free port. */
  port: number;
  /** The folder of the built dashboard. @default this package's `dist/dashboard` */
  dashboardDir?: string;
  choreography: Choreography;
  /** Connections with a slower request body are closed. @default 1 KB in 30 seconds */
  pace?: Pace;
}

/** Serves API and dashboard on 127.0.0.1, without a token, to this machine only. */
export declare const serve: (options: ServeOptions) => Promise<{ url: string; close(): Promise<void> }>;
