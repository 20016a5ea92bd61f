import type { Choreography, Cloud } from "@torrent/core/unstable";

export interface ServeOptions {
  cloud: Cloud;
  /** 0 selects a free port. */
  port: number;
  /** The folder of the built dashboard. @default this package's `dist/dashboard` */
  dashboardDir?: string;
  choreography: Choreography;
}

/** Serves API and dashboard on 127.0.0.1, without a token, to this machine only. */
export declare const serve: (options: ServeOptions) => Promise<{ url: string; close(): Promise<void> }>;
