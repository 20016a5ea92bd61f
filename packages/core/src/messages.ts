import * as z from "zod/mini";
import { TerminalError } from "./errors.ts";
import { announcedStates } from "./ports/package-store.ts";
import { checked, type Schema } from "./schema.ts";

/** W3C trace context; each stage continues the trace that the package's arrival began. */
const traceparent = z.string().check(z.regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/));

const envelope = {
  v: z.literal(1),
  packageId: z.string().check(z.minLength(1)),
  round: z.int().check(z.minimum(1)),
  traceparent,
};

/** Where in the round's tree a component stands, and which component that is; in round 1 of an ungrown package both agree. */
const slot = { tree: z.string(), slot: z.int().check(z.minimum(0)), component: z.string() };

export const ClassifyMessage = z.object({ type: z.literal("classify"), ...envelope, ...slot });
export type ClassifyMessage = z.infer<typeof ClassifyMessage>;

export const TaskMessage = z.object({
  type: z.literal("task"),
  ...envelope,
  ...slot,
  /** Child number in the component's plan. */
  task: z.int().check(z.minimum(0)),
  pass: z.string(),
});
export type TaskMessage = z.infer<typeof TaskMessage>;

export const AggregateMessage = z.object({ type: z.literal("aggregate"), ...envelope });
export type AggregateMessage = z.infer<typeof AggregateMessage>;

/** All that the queues of the workers carry. */
export const HeavyMessage = z.discriminatedUnion("type", [TaskMessage, AggregateMessage]);
export type HeavyMessage = z.infer<typeof HeavyMessage>;

/** A redrive opened this round: its plans are to be written and dispatched. Travels on the intake queue. */
export const RedriveMessage = z.object({ type: z.literal("redrive"), ...envelope });
export type RedriveMessage = z.infer<typeof RedriveMessage>;

/** Heavy work was queued: look whether there are workers enough. */
export const CapacityMessage = z.object({
  type: z.literal("capacity"),
  v: z.literal(1),
  traceparent,
  /** Names the request, so that a repeated one launches nothing twice. */
  token: z.string(),
});
export type CapacityMessage = z.infer<typeof CapacityMessage>;

/** A subscriber is to be notified that a package has changed its state. */
export const CompleteMessage = z.object({
  type: z.literal("complete"),
  ...envelope,
  state: z.enum(announcedStates),
  /** Epoch milliseconds of the change. */
  at: z.number(),
  /** 0 for the announcement itself, then one more for each redrive of deliveries that failed. */
  generation: z.int().check(z.minimum(0)),
  child: z.int().check(z.minimum(0)),
  subscriber: z.string(),
});
export type CompleteMessage = z.infer<typeof CompleteMessage>;

/** The part of an S3 event notification that is used; the keys in it are URL-encoded with `+` for a space. */
export const S3EventRecord = z.object({
  eventName: z.string(),
  s3: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({
      key: z.string(),
      size: z.optional(z.number()),
      eTag: z.optional(z.string()),
      versionId: z.optional(z.string()),
    }),
  }),
});
export type S3EventRecord = z.infer<typeof S3EventRecord>;

/** S3 sends `{ Event: "s3:TestEvent" }` when the notification is set up. */
export const S3Notification = z.union([
  z.object({ Records: z.array(S3EventRecord) }),
  z.pipe(
    z.object({ Event: z.literal("s3:TestEvent") }),
    z.transform(() => ({ Records: [] as S3EventRecord[] })),
  ),
]);

/** All that the intake queue carries. */
export const IntakeMessage = z.union([S3Notification, RedriveMessage]);

export const objectKey = (record: S3EventRecord): string =>
  decodeURIComponent(record.s3.object.key.replaceAll("+", " "));

/** Parses a queue message at the boundary. What does not parse is poison: no retry can fix it. */
export const parseMessage = <T>(schema: Schema<T>, body: string): T => {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (cause) {
    throw new TerminalError("malformed-message", "The message is not JSON", { cause });
  }
  const parsed = checked(schema, value);
  if (parsed.ok) return parsed.value;
  throw new TerminalError("malformed-message", parsed.why.slice(0, 300));
};
