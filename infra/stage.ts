import type { TorrentArgs } from "@torrent/sst";

/**
 * What one stage has of its own. Everything that a deployment depends on is here, in torrent.config.ts or in a secret, and nothing in
 * the shell of whoever deploys.
 */
export interface StageSettings
  extends Pick<
    TorrentArgs,
    | "emails"
    | "usdPerDay"
    | "oidc"
    | "domain"
    | "spotOfTen"
    | "onDemandFallback"
    | "warmWorkers"
    | "network"
    | "logDays"
  > {
  /** Stages that people rely on: kept by `sst remove`, their data protected, watched, with a warm pool. @default false */
  permanent?: boolean;
}

const stages: Readonly<Record<string, StageSettings>> = {
  production: { permanent: true },
  staging: { permanent: true, usdPerDay: 20 },
};

/** A stage that is not listed is somebody's own. */
export const settingsOf = (stage: string): StageSettings => stages[stage] ?? {};
