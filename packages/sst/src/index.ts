export type { ExistingNetwork, Kinds, TorrentArgs, Transform, Transforms } from "./args.ts";
export type { AwsNeed, ChoreographyShape, PartShape, QueueShape, TopologyShape } from "./choreography.ts";
export { keptDays } from "./context.ts";
export { contentSecurityPolicy } from "./security-policy.ts";
export { Torrent } from "./torrent.ts";
