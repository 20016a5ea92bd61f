import { webhook } from "@torrent/core";
import { eventBridge } from "@torrent/core/aws/eventbridge";

/** For `onComplete` of a choreography. */
export const subscribers = [
  webhook({ url: "https://example.com/hooks/torrent", secret: "WEBHOOK_KEY" }),
  eventBridge({ bus: "orders", when: ["complete", "failed", "rejected"] }),
];
