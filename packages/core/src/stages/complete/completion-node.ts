import type { AnnouncedState } from "../../choreography/define-subscriber.ts";
import type { Plan } from "../../plan.ts";
import type { NodeKey } from "../../ports/tally-store.ts";

/** Which deliveries: of one package, one round, one state; a redrive of those that failed opens the next generation. */
export interface Announcement {
  packageId: string;
  round: number;
  state: AnnouncedState;
  generation: number;
}

/**
 * Deliveries to subscribers are counted as tasks are: one node whose children are the subscribers. It stands under an id of its
 * own, so that nothing that reads the package's tree meets it.
 */
export const completionId = ({ packageId, state, generation }: Omit<Announcement, "round">): string =>
  `${packageId}@${state}${generation === 0 ? "" : `.${generation}`}`;

export const completionKey = (announcement: Announcement): NodeKey => ({
  packageId: completionId(announcement),
  round: announcement.round,
  tree: "",
  level: 0,
  index: 0,
});

/** The subscribers as a plan: one task for each, by its name. */
export const completionPlan = (packageId: string, subscribers: readonly string[]): Plan => ({
  component: packageId,
  sha256: "",
  kind: "completion",
  bytes: 0,
  name: packageId,
  tasks: subscribers.map((name) => ({
    pass: name,
    version: 1,
    after: [],
    route: "function",
    lane: "standard",
    seconds: 0,
    required: true,
  })),
});
