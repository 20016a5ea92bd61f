import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { afterEach, expect, it } from "vitest";
import { eventBridge } from "../../src/aws/eventbridge.ts";
import { completions } from "../../src/stages/complete/completions.ts";
import { deliver } from "../drive.ts";

interface Entry {
  EventBusName: string;
  Source: string;
  DetailType: string;
  Detail: string;
}

let server: Server | undefined;
afterEach(async () => new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined))));

/** Plays PutEvents: takes entries, or refuses as many calls as it is told to. */
const bus = async (refusals = 0) => {
  const entries: Entry[] = [];
  const state = { calls: 0 };
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    expect(request.headers["x-amz-target"]).toBe("AWSEvents.PutEvents");
    state.calls += 1;
    const refused = state.calls <= refusals;
    if (!refused) entries.push(...JSON.parse(Buffer.concat(chunks).toString()).Entries);
    const answer = refused ? { ErrorCode: "ThrottlingException", ErrorMessage: "slow down" } : { EventId: "1" };
    response.writeHead(200, { "content-type": "application/x-amz-json-1.1", connection: "close" });
    response.end(JSON.stringify({ FailedEntryCount: refused ? 1 : 0, Entries: [answer] }));
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  return { entries, state, client: new EventBridgeClient({ endpoint, region: "eu-central-1", credentials }) };
};

it("puts every change of state on the bus as a CloudEvent 1.0, without the result", async () => {
  const { entries, client } = await bus();
  const { row } = await deliver("FIRE", { onComplete: [eventBridge({ bus: "analytics", source: "shop", client })] });
  expect(entries.map(({ EventBusName, Source, DetailType }) => [EventBusName, Source, DetailType])).toEqual([
    ["analytics", "shop", "package.open"],
    ["analytics", "shop", "package.complete"],
  ]);
  const [open, complete] = entries.map(({ Detail }) => JSON.parse(Detail));
  expect(complete).toMatchObject({
    specversion: "1.0",
    id: `${row.id}/1/event-bridge`,
    source: "/shop/packages",
    type: "torrent.package.complete",
    subject: row.id,
    time: new Date(row.finishedAt ?? 0).toISOString(),
    datacontenttype: "application/json",
    data: { state: "complete", round: 1, package: { id: row.id }, tasks: { succeeded: 1 } },
  });
  expect(complete.data).not.toHaveProperty("result");
  expect(open).toMatchObject({ id: `${row.id}/1/event-bridge/open`, type: "torrent.package.open" });
});

it("tries again where the bus refuses an entry of a call that succeeded", async () => {
  const { entries, state, client } = await bus(2);
  const { pipeline, row } = await deliver("A", { onComplete: [eventBridge({ client, when: ["complete"] })] });
  expect([state.calls, entries.length]).toEqual([3, 1]);
  expect(await completions(pipeline, row)).toMatchObject([{ outcome: "succeeded", attempts: 3 }]);
});

it("says what the bus refused where it refuses for good", async () => {
  const { client } = await bus(99);
  const { pipeline, row } = await deliver("A", { onComplete: [eventBridge({ client, when: ["complete"] })] });
  const message = "EventBridge refused the event: ThrottlingException slow down";
  expect(await completions(pipeline, row)).toMatchObject([
    { outcome: "failed", error: { kind: "event-refused", message } },
  ]);
});
