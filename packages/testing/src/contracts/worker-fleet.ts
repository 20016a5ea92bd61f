import type { WorkerFleet } from "@torrent/core/unstable";
import { expect, it } from "vitest";
import { atOnce, contract, eventually, type Subject, type Without } from "./contract.ts";

export interface FleetSubject extends Subject {
  fleet: WorkerFleet;
  /** The fleet's clock, epoch milliseconds. */
  now(): number;
  /** The most workers that this subject can start; at least 4. */
  capacity: number;
}

const ids = (leases: readonly { id: string }[]): string[] => leases.map(({ id }) => id).toSorted();

/** What {@link WorkerFleet} promises, for any fleet. A subject starts workers that never beat by themselves. */
export const workerFleetContract = (
  name: string,
  makeSubject: () => Promise<FleetSubject>,
  without: Without<"capacity"> = {},
): void =>
  contract(`WorkerFleet: ${name}`, makeSubject, without, ({ subject, needs }) => {
    it("has no live worker before one was launched or beat", async () => {
      expect(await subject().fleet.live()).toEqual([]);
    });

    it("counts launched workers as live at once, before their first beat", async () => {
      const { fleet, now } = subject();
      expect(await fleet.launch(2, "token-1")).toBe(2);
      const live = await fleet.live();
      expect(live).toHaveLength(2);
      expect(new Set(ids(live)).size).toBe(2);
      for (const lease of live) expect(lease.expiresAt).toBeGreaterThan(now());
    });

    it("launches nothing for a token that was used", async () => {
      const { fleet } = subject();
      await fleet.launch(2, "token-1");
      await fleet.launch(2, "token-1");
      await fleet.launch(1, "token-1");
      expect(await fleet.live()).toHaveLength(2);
      await fleet.launch(1, "token-2");
      expect(await fleet.live()).toHaveLength(3);
    });

    it("launches once for one token among 50 concurrent dispatches", async () => {
      const { fleet } = subject();
      await atOnce(50, () => fleet.launch(2, "token-1"));
      expect(await fleet.live()).toHaveLength(2);
    });

    it("launches nothing for a count of zero", async () => {
      const { fleet } = subject();
      expect(await fleet.launch(0, "token-1")).toBe(0);
      expect(await fleet.live()).toEqual([]);
    });

    needs("capacity", "says how many were really started where capacity is short", async () => {
      const { fleet, capacity } = subject();
      expect(await fleet.launch(capacity + 3, "token-1")).toBe(capacity);
      expect(await fleet.live()).toHaveLength(capacity);
    });

    it("keeps one lease per worker: a beat renews it and tells what it does", async () => {
      const { fleet, now } = subject();
      await fleet.launch(1, "token-1");
      const [launched] = await fleet.live();
      const lease = { id: launched!.id, startedAt: now(), expiresAt: now() + 60_000, busy: 1 };
      await fleet.beat(lease);
      expect(await fleet.live()).toEqual([lease]);
      await fleet.beat({ ...lease, busy: 0 });
      expect(await fleet.live()).toEqual([{ ...lease, busy: 0 }]);
    });

    it("takes the beat of a worker that it did not launch", async () => {
      const { fleet, now } = subject();
      const lease = { id: "by-hand", startedAt: now(), expiresAt: now() + 60_000, busy: 0 };
      await fleet.beat(lease);
      expect(await fleet.live()).toEqual([lease]);
    });

    it("does not show a worker whose lease has ended, and keeps the others", async () => {
      const { fleet, now } = subject();
      await fleet.beat({ id: "dead", startedAt: now(), expiresAt: now() + 500, busy: 1 });
      await fleet.beat({ id: "long-dead", startedAt: now() - 9_000, expiresAt: now() - 1, busy: 1 });
      await fleet.beat({ id: "alive", startedAt: now(), expiresAt: now() + 600_000, busy: 1 });
      const left = await eventually(subject(), "the lease ends", async () => {
        const live = await fleet.live();
        return live.length === 1 ? live : undefined;
      });
      expect(ids(left)).toEqual(["alive"]);
    });

    it("takes back a worker whose lease ended and that beats again", async () => {
      const { fleet, now } = subject();
      await fleet.beat({ id: "slow", startedAt: now(), expiresAt: now() - 1, busy: 1 });
      await fleet.beat({ id: "slow", startedAt: now(), expiresAt: now() + 60_000, busy: 1 });
      expect(ids(await fleet.live())).toEqual(["slow"]);
    });

    it("forgets a worker that left, and takes a second leave in good part", async () => {
      const { fleet } = subject();
      await fleet.launch(2, "token-1");
      const [gone, stays] = await fleet.live();
      await fleet.leave(gone!.id);
      await fleet.leave(gone!.id);
      await fleet.leave("never-seen");
      expect(ids(await fleet.live())).toEqual([stays!.id]);
    });

    it("keeps 50 workers that beat at once", async () => {
      const { fleet, now } = subject();
      await atOnce(50, (index) =>
        fleet.beat({ id: `w-${index}`, startedAt: now(), expiresAt: now() + 60_000, busy: index % 2 }),
      );
      expect(ids(await fleet.live())).toEqual(Array.from({ length: 50 }, (_, index) => `w-${index}`).toSorted());
    });
  });
