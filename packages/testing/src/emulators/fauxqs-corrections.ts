import { objectCreated } from "@torrent/core/unstable";

/*
 * fauxqs 2.4 is not SQS and S3 in five points that the ports' contracts rest on. They are corrected here, for tests only:
 *
 * 1. A listing is in the order of a locale; S3's is that of the keys' bytes.
 * 2. `If-None-Match: *` is ignored; S3 answers 412.
 * 3. `MessageGroupId` on a standard queue is dropped; SQS keeps it (fair queues).
 * 4. Characters past U+FFFF are refused in message bodies; SQS takes them.
 * 5. There are no bucket notifications; S3 sends them for the configured prefix.
 */

interface StoredObject {
  key: string;
  contentLength: number;
  etag: string;
  lastModified: Date;
}

interface Listing {
  objects: StoredObject[];
  commonPrefixes: string[];
  isTruncated: boolean;
}

interface S3StoreLike {
  buckets: Map<string, Map<string, StoredObject>>;
  listObjects(bucket: string, options?: { prefix?: string; maxKeys?: number; startAfter?: string }): Listing;
}

type CreateMessage = (...args: [string, unknown, number | undefined, string | undefined, string | undefined]) => object;

interface Internals {
  S3Store: new () => S3StoreLike;
  SqsStore: (new () => object) & { createMessage: CreateMessage };
  SnsStore: new () => object;
  INVALID_MESSAGE_BODY_CHAR: RegExp;
}

export interface Corrections {
  /** From now on a put under the prefix sends an S3 event into the queue. */
  notify(bucket: string, prefix: string, send: (body: string) => Promise<void>): void;
}

const internals = async (): Promise<Internals> => {
  const main = import.meta.resolve("fauxqs");
  const load = (path: string) => import(new URL(path, main).href) as Promise<unknown>;
  const parts = ["s3/s3Store.js", "sqs/sqsStore.js", "sqs/sqsTypes.js", "sns/snsStore.js"];
  return Object.assign({}, ...(await Promise.all(parts.map(load)))) as Internals;
};

interface Entry {
  MessageBody: string;
  MessageGroupId?: string;
}

/** The batch that is being sent, set by a hook that runs in the same turn as the handler. */
let sending: Entry[] = [];
let mended = false;

/** What every server in this process shares. */
const mendOnce = ({ SqsStore, INVALID_MESSAGE_BODY_CHAR }: Internals): void => {
  if (mended) return;
  mended = true;
  INVALID_MESSAGE_BODY_CHAR.test = (body) =>
    /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.test(body);
  const { createMessage } = SqsStore;
  SqsStore.createMessage = (body, attributes, delay, group, deduplication) => {
    const at = sending.findIndex(({ MessageBody }) => MessageBody === body);
    const [entry] = at < 0 ? [] : sending.splice(at, 1);
    return createMessage.call(SqsStore, body, attributes, delay, group ?? entry?.MessageGroupId, deduplication);
  };
};

const byBytes = (a: StoredObject, b: StoredObject): number => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key));

/** An S3Store whose listing is in the order of bytes; delimiters are not ours to use. */
const listInByteOrder = (store: S3StoreLike): void => {
  store.listObjects = (bucket, { prefix = "", maxKeys = 1000, startAfter = "" } = {}) => {
    const after = Buffer.from(startAfter);
    const found = [...(store.buckets.get(bucket)?.values() ?? [])]
      .filter(({ key }) => key.startsWith(prefix) && (startAfter === "" || Buffer.compare(Buffer.from(key), after) > 0))
      .sort(byBytes);
    return { objects: found.slice(0, maxKeys), commonPrefixes: [], isTruncated: found.length > maxKeys };
  };
};

const eventOf = (bucket: string, { key, contentLength, etag, lastModified }: StoredObject): string =>
  objectCreated(bucket, {
    key,
    bytes: contentLength,
    etag: etag.replaceAll('"', ""),
    modifiedAt: lastModified.getTime(),
  });

export const corrected = async () => {
  const { buildApp } = await import("fauxqs");
  const modules = await internals();
  mendOnce(modules);
  const { S3Store, SqsStore, SnsStore } = modules;
  const s3Store = new S3Store();
  listInByteOrder(s3Store);
  const stores = { s3Store, sqsStore: new SqsStore(), snsStore: new SnsStore() } as never;
  const app = buildApp({ logger: false, stores });

  const notifications: { bucket: string; prefix: string; send: (body: string) => Promise<void> }[] = [];

  /** Handlers run in the same turn as this hook: nothing comes between the look and the write. */
  app.addHook("preHandler", (request, reply, done) => {
    const batch = request.headers["x-amz-target"] === "AmazonSQS.SendMessageBatch";
    sending = batch ? [...((request.body as { Entries?: Entry[] }).Entries ?? [])] : [];
    const { bucket = "", "*": key = "" } = request.params as Record<string, string>;
    const writes = request.method === "PUT" || request.method === "POST";
    if (writes && request.headers["if-none-match"] === "*" && s3Store.buckets.get(bucket)?.has(key)) {
      reply.status(412).header("content-type", "application/xml");
      reply.send("<Error><Code>PreconditionFailed</Code><Message>The object exists</Message></Error>");
      return;
    }
    done();
  });

  /** What a put wrote, looked at before anything can follow it; the event goes out after the answer, as S3's do. */
  const written = new WeakMap<object, { bucket: string; key: string; body: string }>();
  app.addHook("onSend", (request, reply, payload, done) => {
    const { bucket = "", "*": key = "" } = (request.params ?? {}) as Record<string, string>;
    const query = request.query as Record<string, string | undefined>;
    const put = request.method === "PUT" && query.partNumber === undefined;
    const completed = request.method === "POST" && query.uploadId !== undefined;
    const copied = request.headers["x-amz-copy-source"] !== undefined;
    const stored = s3Store.buckets.get(bucket)?.get(key);
    if (reply.statusCode === 200 && !copied && (put || completed) && stored)
      written.set(request, { bucket, key, body: eventOf(bucket, stored) });
    done(null, payload);
  });
  app.addHook("onResponse", async (request) => {
    const event = written.get(request);
    if (!event) return;
    for (const { bucket, prefix, send } of notifications)
      if (bucket === event.bucket && event.key.startsWith(prefix)) await send(event.body);
  });

  const corrections: Corrections = {
    notify: (bucket, prefix, send) => void notifications.push({ bucket, prefix, send }),
  };
  return { app, corrections };
};
