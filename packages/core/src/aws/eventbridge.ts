import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import {
  type AnnouncedState,
  defineSubscriber,
  type PackageEvent,
  type Subscriber,
} from "../choreography/define-subscriber.ts";
import { checkOptions } from "../choreography/options.ts";
import { announcedStates } from "../ports/package-store.ts";
import { clientOptions } from "./client.ts";

export interface EventBridgeOptions {
  /** @default "event-bridge" */
  name?: string;
  /** Name or ARN of the bus. @default "default" */
  bus?: string;
  /** The events' source, as rules match it. @default "torrent" */
  source?: string;
  /** @default every announced state */
  when?: readonly AnnouncedState[];
  /** Stands in for AWS in tests. */
  client?: EventBridgeClient;
}

/** A CloudEvents 1.0 event in JSON format (cloudevents.io, "JSON Event Format"); a result may be large, and stays out of it. */
export const cloudEvent = ({ key, at, result: _, ...event }: PackageEvent, source: string) => ({
  specversion: "1.0",
  id: key,
  source: `/${source}/packages`,
  type: `torrent.package.${event.state}`,
  subject: event.package.id,
  time: new Date(at).toISOString(),
  datacontenttype: "application/json",
  data: event,
});

/** An entry of PutEvents holds at most 1 MB since 2026, 256 KB before; EventBridge user guide, "PutEvents". */
const DETAIL_BYTES = 250_000;

/**
 * Puts every change of a package's state on an EventBridge bus, as CloudEvents 1.0. Needs `@aws-sdk/client-eventbridge`, and is
 * loaded only where it is used.
 *
 * @example
 * onComplete: [eventBridge({ bus: "analytics" })]
 */
export const eventBridge = (options: EventBridgeOptions = {}): Subscriber => {
  checkOptions("eventBridge", options, ["name", "bus", "source", "when", "client"]);
  const { name = "event-bridge", bus = "default", source = "torrent", when = announcedStates } = options;
  let client = options.client;
  return defineSubscriber({
    name,
    when,
    needs: { aws: ["events:PutEvents"] },
    run: async (event, { signal }) => {
      const { EventBridgeClient, PutEventsCommand } = await import("@aws-sdk/client-eventbridge");
      client ??= new EventBridgeClient(clientOptions({}));
      const detail = JSON.stringify(cloudEvent(event, source));
      if (Buffer.byteLength(detail) > DETAIL_BYTES)
        throw Object.assign(new Error("The event is larger than EventBridge takes"), { kind: "event-too-large" });
      const entry = {
        EventBusName: bus,
        Source: source,
        DetailType: `package.${event.state}`,
        Time: new Date(event.at),
        Detail: detail,
      };
      const answer = await client.send(new PutEventsCommand({ Entries: [entry] }), { abortSignal: signal });
      const [refused] = answer.Entries ?? [];
      if ((answer.FailedEntryCount ?? 0) > 0)
        throw Object.assign(
          new Error(`EventBridge refused the event: ${refused?.ErrorCode} ${refused?.ErrorMessage}`),
          {
            kind: "event-refused",
          },
        );
    },
  });
};
