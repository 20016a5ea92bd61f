import { createHmac } from "node:crypto";
import {
  type AnnouncedState,
  defineSubscriber,
  type PackageEvent,
  type Subscriber,
} from "../choreography/define-subscriber.ts";
import { checkOptions } from "../choreography/options.ts";
import { RetryLater, TerminalError } from "../errors.ts";

export interface WebhookOptions {
  /** @default "webhook" */
  name?: string;
  /** `https:`, or `http:` on this machine. */
  url: string;
  /** Name of the secret that holds the signing key: `whsec_` and 24 to 64 bytes as base64. */
  secret: string;
  /** @default ["complete", "partial", "failed"] */
  when?: readonly AnnouncedState[];
  /** Seconds until an answer must have come. @default 15 */
  timeoutSeconds?: number;
}

/** The longest wait that a receiver may ask for: its message waits in the queue meanwhile. */
const MAX_RETRY_SECONDS = 900;

/**
 * The signature of Standard Webhooks 1.0 (standardwebhooks.com, "Symmetric signatures"): HMAC-SHA256 of id, time and body.
 *
 * @throws TerminalError for a key that is not one.
 */
export const webhookSignature = (secret: string, id: string, seconds: number, body: string): string => {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  if (key.length < 24 || key.length > 64)
    throw new TerminalError("invalid-secret", "A webhook's signing key is whsec_ and 24 to 64 bytes as base64");
  return `v1,${createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64")}`;
};

const checkedUrl = (url: string): string => {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const isLocal = parsed?.protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(parsed.hostname);
  if (parsed?.protocol !== "https:" && !isLocal)
    throw new TypeError(`webhook: url is "${url}"; it must be an https: address (http: on this machine only)`);
  return url;
};

const retryAfter = (answer: Response, now: number): number | undefined => {
  const value = answer.headers.get("retry-after");
  if (value === null) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - now) / 1000;
  return Number.isFinite(seconds) ? Math.min(MAX_RETRY_SECONDS, Math.max(1, Math.ceil(seconds))) : undefined;
};

const payloadOf = ({ key: _, at, ...event }: PackageEvent) => ({
  type: `package.${event.state}`,
  timestamp: new Date(at).toISOString(),
  data: event,
});

/**
 * Posts a package's end to an address, signed as Standard Webhooks 1.0 asks: `webhook-id` (the idempotency key),
 * `webhook-timestamp`, `webhook-signature`. Any answer but 2xx is tried again with growing waits, or when `retry-after` says;
 * 410 Gone gives up at once. Redirects are not followed.
 *
 * @example
 * onComplete: [webhook({ url: "https://example.com/hooks/torrent", secret: "WEBHOOK_KEY" })]
 */
export const webhook = (options: WebhookOptions): Subscriber => {
  checkOptions("webhook", options, ["name", "url", "secret", "when", "timeoutSeconds"]);
  const { name = "webhook", secret, when, timeoutSeconds = 15 } = options;
  const url = checkedUrl(options.url);
  if (typeof secret !== "string" || secret === "")
    throw new TypeError("webhook: secret must be the name of a secret, such as WEBHOOK_KEY");
  if (!(timeoutSeconds > 0 && timeoutSeconds <= 600))
    throw new TypeError(`webhook: timeoutSeconds is ${timeoutSeconds}; it must be above 0 and at most 600`);
  // The rest of an address is often a secret itself.
  const { host } = new URL(url);
  return defineSubscriber({
    name,
    ...(when ? { when } : {}),
    needs: { secrets: [secret] },
    run: async (event, context) => {
      const body = JSON.stringify(payloadOf(event));
      const seconds = Math.floor(context.now() / 1000);
      const answer = await fetch(url, {
        method: "POST",
        body,
        redirect: "manual",
        signal: AbortSignal.any([context.signal, AbortSignal.timeout(timeoutSeconds * 1000)]),
        headers: {
          "content-type": "application/json",
          "user-agent": "Torrent",
          "webhook-id": event.key,
          "webhook-timestamp": String(seconds),
          "webhook-signature": webhookSignature(context.secret(secret), event.key, seconds, body),
        },
      });
      await answer.body?.cancel();
      if (answer.ok) return;
      if (answer.status === 410)
        throw new TerminalError("webhook-gone", `${host} answered 410 Gone; remove the webhook "${name}"`);
      const wait = retryAfter(answer, context.now());
      const message = `${host} answered ${answer.status}`;
      if (wait !== undefined) throw new RetryLater(message, wait);
      throw Object.assign(new Error(message), { kind: "webhook-refused" });
    },
  });
};
