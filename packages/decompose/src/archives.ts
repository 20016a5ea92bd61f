import type { Decompose, Lazy } from "@torrent/core/unstable";

/**
 * A decomposer that takes archives, mails and mailboxes apart, however deep they lie in each other, and cuts huge texts into
 * slices. Loaded when a package arrives.
 *
 * @example
 * defineChoreography({ name: "deliveries", decompose: archives(), passes });
 */
export const archives = (): Lazy<Decompose> => ({
  load: async () => ({ default: (await import("./decompose.ts")).decompose }),
});
