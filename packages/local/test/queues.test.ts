import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openCloud } from "./open.ts";

const take = { max: 10, visibilitySeconds: 60, waitSeconds: 0 };

describe("the embedded queues", () => {
  let cloud: Awaited<ReturnType<typeof openCloud>>;
  beforeEach(async () => {
    cloud = await openCloud();
  });
  afterEach(() => cloud.dispose());

  const send = (group: string, count: number): Promise<void> =>
    cloud.queues.send(
      "classify",
      Array.from({ length: count }, (_, n) => ({ body: `${group}${n}`, group })),
    );
  const groups = async (): Promise<string> =>
    (await cloud.queues.receive("classify", take)).map(({ group }) => group).join("");

  it("let a small group that comes late pass a giant one's backlog", async () => {
    await send("a", 1000);
    expect(await groups()).toBe("aaaaaaaaaa");
    await send("b", 3);
    await send("c", 2);
    const next = await groups();
    for (const group of ["b", "c"]) expect(next).toContain(group);
    expect(next.match(/b/g)).toHaveLength(3);
    expect(next.match(/c/g)).toHaveLength(2);
  });

  it("give a group that was idle no credit for it", async () => {
    await send("b", 1);
    await send("a", 40);
    for (let batch = 0; batch < 3; batch++) await groups();
    await send("b", 40);
    const next = (await groups()).match(/b/g) ?? [];
    expect(next.length).toBeGreaterThanOrEqual(4);
    expect(next.length).toBeLessThanOrEqual(6);
  });

  it("keep the order of the sending where there is one group", async () => {
    await send("a", 10);
    const got = await cloud.queues.receive("classify", take);
    expect(got.map(({ body }) => body)).toEqual(Array.from({ length: 10 }, (_, n) => `a${n}`));
  });

  it("forget groups that have been served, so that months of packages leave nothing behind", async () => {
    for (let n = 0; n < 20; n++) await send(`package-${n}`, 1);
    const flows = (): number => {
      const db = new DatabaseSync(join(cloud.dataDir, "store.db"), { readOnly: true });
      try {
        return Number(db.prepare("SELECT count(*) AS n FROM flows").get()?.n);
      } finally {
        db.close();
      }
    };
    expect(flows()).toBe(20);
    for (let batch = await groups(); batch !== ""; batch = await groups());
    await send("next", 2);
    await groups();
    await cloud.queues.reclaim("classify");
    expect(flows()).toBeLessThanOrEqual(1);
  });

  it("never give a number twice: an old receipt does not delete a later message", async () => {
    await send("a", 1);
    const [old] = await cloud.queues.receive("classify", take);
    await cloud.queues.acknowledge("classify", [old?.receipt ?? ""]);
    await send("b", 1);
    await cloud.queues.receive("classify", take);
    await cloud.queues.acknowledge("classify", [old?.receipt ?? "", "nonsense", "1", ""]);
    expect((await cloud.queues.depth("classify")).inFlight).toBe(1);
  });

  it("send a list whole or not at all", async () => {
    const huge = { body: "x".repeat(1_048_577) };
    await expect(cloud.queues.send("classify", [{ body: "small" }, huge])).rejects.toThrow("at most 1048576");
    await expect(cloud.queues.send("classify", [{ body: "late", delaySeconds: 901 }])).rejects.toThrow("0–900");
    expect((await cloud.queues.depth("classify")).visible).toBe(0);
  });

  it("end a receive that waits when the cloud is closed", async () => {
    const waiting = cloud.queues.receive("classify", { ...take, waitSeconds: 20 });
    await cloud.close();
    expect(await waiting).toEqual([]);
  });
});
