import type { QueueResolver } from "../batch.ts";

/**
 * The topology's name of the queue that an event comes from: the one whose URL ends as the ARN does. SST gives queues
 * names of its own, different on every stage.
 */
export const queueByUrl = (queues: Readonly<Record<string, string>>): QueueResolver => {
  const names = new Map(Object.entries(queues).map(([name, url]) => [url.slice(url.lastIndexOf("/") + 1), name]));
  return (arn) => {
    const name = names.get(arn.slice(arn.lastIndexOf(":") + 1));
    if (name === undefined) throw new TypeError(`An event came from ${arn}, which is not in TORRENT_QUEUES`);
    return name;
  };
};
