import { topology } from "../packages/core/src/topology.ts";

export const { stage } = $app;

/** Stages that people rely on; what they hold outlives `sst remove`. `sst.config.ts` says which. */
export const permanent = $app.removal === "retain";

/** What differs between stages, and nothing else does. */
export const settings = {
  logRetention: permanent ? 90 : 7,
  /** Share of workers on Spot, of 10; the rest on demand. A reclaimed worker's tasks come again after a visibility. */
  spotOfTen: permanent ? 7 : 10,
  /** Whether workers for which Spot has no room start on demand, at three times the price; else they wait for Spot. */
  onDemandFallback: permanent,
  warmPool: permanent ? topology.schedules.warmPool.workers : 0,
  /** US dollars a day; an alarm when 80% of it is spent, and when all is. */
  dailyBudget: permanent ? 50 : 5,
  /** Who is told of alarms, besides whoever subscribes to the topic later. */
  alarmEmail: process.env.TORRENT_ALARM_EMAIL,
  /** JSON, see docs/api.md: an issuer whose tokens the API takes. */
  oidc: process.env.TORRENT_OIDC ?? "",
};

const own = ["TORRENT_RULES", "TORRENT_ESTIMATES", "TORRENT_PRIORITY", "TORRENT_AGGREGATION"];
/** A deployment's own say on plans and scores; see docs/deploy.md. Given at `sst deploy`, read by every stage. */
export const say = Object.fromEntries(Object.entries(process.env).filter(([k, value]) => value && own.includes(k)));

/** The name of its graphs in CloudWatch. */
export const graphs = `${$app.name}-${stage}`;

/** `light-urgent` → `LightUrgent`: SST's names begin with a capital and hold letters and digits. */
export const pascal = (name: string): string =>
  name
    .split("-")
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join("");
