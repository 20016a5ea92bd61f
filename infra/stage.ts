import type { TorrentArgs } from "@torrent/sst";

/** What one stage has of its own. Everything that a deployment depends on is here or in a secret, and nothing in a shell. */
export interface StageSettings
  extends Pick<TorrentArgs, "emails" | "usdPerDay" | "oidc" | "domain" | "spotOfTen" | "warmWorkers" | "network"> {
  /** Stages that people rely on: kept by `sst remove`, their data protected, watched, with a warm pool. @default false */
  permanent?: boolean;
  /** What this stage changes in plans; see docs/classification.md. */
  rules?: readonly object[];
  /** Measured estimates, as `torrent calibrate` writes them. */
  estimates?: object;
  /** Weights and bands; see docs/priority.md. */
  priority?: object;
  /** Which aggregations a worker makes; see docs/report.md. */
  aggregation?: { seconds?: number; memoryMB?: number };
}

const stages: Readonly<Record<string, StageSettings>> = {
  production: { permanent: true },
  staging: { permanent: true, usdPerDay: 20 },
};

/** A stage that is not listed is somebody's own. */
export const settingsOf = (stage: string): StageSettings => stages[stage] ?? {};

/** Which part of a stage's settings each function (and the worker) reads. */
const read: Readonly<Record<string, readonly ("rules" | "estimates" | "priority" | "aggregation")[]>> = {
  intake: ["priority"],
  classify: ["rules", "estimates", "priority"],
  analyze: ["rules", "estimates", "priority"],
  aggregate: ["priority", "aggregation"],
  api: ["priority", "aggregation"],
  worker: ["priority"],
};

export const environmentFor =
  (settings: StageSettings) =>
  (grantee: string): Record<string, string> =>
    Object.fromEntries(
      (read[grantee] ?? []).flatMap((name) =>
        settings[name] === undefined ? [] : [[`TORRENT_${name.toUpperCase()}`, JSON.stringify(settings[name])]],
      ),
    );
