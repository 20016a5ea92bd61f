import {
  factor,
  noTotals,
  openStates,
  type PackagePage,
  type PackageRow,
  type PackageStore,
  score,
  terminalStates,
} from "@torrent/core/unstable";
import { expect, it } from "vitest";
import { anyUnicode, atOnce, contract, eventually, type Subject } from "./contract.ts";

export interface PackageSubject extends Subject {
  packages: PackageStore;
}

const EPOCH = 1_767_603_600_000;

const row = (id: string, part: Partial<PackageRow> = {}): PackageRow => ({
  id,
  name: `${id}.zip`,
  key: `inbox/${id}.zip`,
  version: "etag",
  bytes: 10,
  state: "open",
  round: 1,
  createdAt: EPOCH,
  updatedAt: EPOCH,
  deadlineAt: EPOCH + 1_000,
  declared: [],
  priority: score([factor("urgency", 0.5)]),
  ...part,
});

const rich: Partial<PackageRow> = {
  name: anyUnicode,
  declared: [factor("urgency", 0.75, anyUnicode)],
  components: 0,
  grown: 3,
  fannedOut: false,
  warnings: [{ entry: anyUnicode, message: "shortened" }],
  warningCount: 1,
  lease: { owner: "me", until: EPOCH + 5 },
  revision: 1,
  totals: { ...noTotals(), succeeded: 1, ms: 1.5, counts: { findings: 2, entities: 3 } },
  finishedAt: EPOCH + 9,
  error: { kind: "too-large", message: anyUnicode },
  swept: { settled: 4, at: EPOCH },
};

/** Pages of a list until its end; a store whose lists lag is asked again until it shows `count` rows. */
const listed = (
  subject: Subject,
  count: number,
  ask: (cursor?: string) => Promise<PackagePage>,
): Promise<{ ids: string[]; rows: PackageRow[] }> =>
  eventually(subject, `a list of ${count} packages`, async () => {
    const rows: PackageRow[] = [];
    let cursor: string | undefined;
    do {
      const page = await ask(cursor);
      rows.push(...page.packages);
      cursor = page.cursor;
    } while (cursor !== undefined && rows.length <= count);
    return rows.length === count ? { ids: rows.map(({ id }) => id), rows } : undefined;
  });

/** What {@link PackageStore} promises, for any store. */
export const packageStoreContract = (name: string, makeSubject: () => Promise<PackageSubject>): void =>
  contract(`PackageStore: ${name}`, makeSubject, {}, ({ subject }) => {
    it("registers a package once and gives everyone the first row", async () => {
      const { packages } = subject();
      expect(await packages.read("a")).toBeUndefined();
      expect(await packages.register(row("a"))).toEqual({ first: true, row: row("a") });
      const again = await packages.register(row("a", { bytes: 99, state: "failed" }));
      expect(again).toEqual({ first: false, row: row("a") });
      expect(await packages.read("a")).toEqual(row("a"));
    });

    it("lets exactly one of 100 concurrent callers register a package", async () => {
      const { packages } = subject();
      const answers = await atOnce(100, (bytes) => packages.register(row("a", { bytes })));
      expect(answers.filter(({ first }) => first)).toHaveLength(1);
      const kept = await packages.read("a");
      expect(kept?.bytes).toBe(answers.findIndex(({ first }) => first));
      for (const answer of answers) expect(answer.row).toEqual(kept);
    });

    it("keeps every field of a row, and any text", async () => {
      const { packages } = subject();
      await packages.register(row("a", rich));
      expect(await packages.read("a")).toEqual(row("a", rich));
      await packages.register(row("b"));
      const answer = await packages.transition("b", { from: ["open"] }, rich);
      expect(answer).toEqual({ done: true, row: row("b", rich) });
      expect(await packages.read("b")).toEqual(row("b", rich));
    });

    it("has no transition for a package that it does not know", async () => {
      const { packages } = subject();
      expect(await packages.transition("a", { from: ["open"] }, { state: "failed" })).toBeUndefined();
      expect(await packages.read("a")).toBeUndefined();
    });

    it("patches the given fields only, and removes what is patched to undefined", async () => {
      const { packages } = subject();
      await packages.register(row("a", { lease: { owner: "me", until: EPOCH }, grown: 1, fannedOut: true }));
      const answer = await packages.transition("a", { from: ["open"] }, { grown: 2, lease: undefined });
      expect(answer?.row).toEqual(row("a", { grown: 2, fannedOut: true }));
      expect(Object.keys((await packages.read("a")) ?? {})).not.toContain("lease");
    });

    it("refuses a transition from another state, and answers with the row as it is", async () => {
      const { packages } = subject();
      await packages.register(row("a"));
      const refused = await packages.transition("a", { from: ["intake", "failed"] }, { state: "complete" });
      expect(refused).toEqual({ done: false, row: row("a") });
      const made = await packages.transition("a", { from: ["failed", "open"] }, { state: "aggregating" });
      expect(made).toEqual({ done: true, row: row("a", { state: "aggregating" }) });
    });

    it("refuses a transition for another round", async () => {
      const { packages } = subject();
      await packages.register(row("a", { round: 2 }));
      expect((await packages.transition("a", { from: ["open"], round: 1 }, { grown: 1 }))?.done).toBe(false);
      expect((await packages.transition("a", { from: ["open"], round: 2 }, { grown: 1 }))?.done).toBe(true);
    });

    it("grants a lease that is free, one's own or over, and no other", async () => {
      const { packages } = subject();
      const take = (owner: string, now: number) =>
        packages.transition("a", { from: ["open"], lease: { owner, now } }, { lease: { owner, until: now + 1_000 } });
      await packages.register(row("a"));
      expect((await take("first", EPOCH))?.done).toBe(true);
      expect(await take("second", EPOCH + 500)).toEqual({
        done: false,
        row: row("a", { lease: { owner: "first", until: EPOCH + 1_000 } }),
      });
      expect((await take("first", EPOCH + 600))?.done).toBe(true);
      expect((await take("second", EPOCH + 1_200))?.done).toBe(false);
      expect((await take("second", EPOCH + 1_601))?.done).toBe(true);
      expect((await take("first", EPOCH + 1_602))?.done).toBe(false);
    });

    it("demands every given part of a guard", async () => {
      const { packages } = subject();
      await packages.register(row("a", { lease: { owner: "other", until: EPOCH + 1_000 } }));
      const lease = { owner: "me", now: EPOCH };
      expect((await packages.transition("a", { from: ["open"], round: 1, lease }, { grown: 1 }))?.done).toBe(false);
      const late = { owner: "me", now: EPOCH + 2_000 };
      expect((await packages.transition("a", { from: ["open"], round: 2, lease: late }, { grown: 1 }))?.done).toBe(
        false,
      );
      expect((await packages.transition("a", { from: ["failed"], round: 1, lease: late }, { grown: 1 }))?.done).toBe(
        false,
      );
      expect((await packages.transition("a", { from: ["open"], round: 1, lease: late }, { grown: 1 }))?.done).toBe(
        true,
      );
    });

    it("lets exactly one of 50 concurrent callers make a transition", async () => {
      const { packages } = subject();
      await packages.register(row("a"));
      const answers = await atOnce(50, (grown) =>
        packages.transition("a", { from: ["open"], round: 1 }, { state: "aggregating", grown }),
      );
      expect(answers.filter((answer) => answer?.done)).toHaveLength(1);
      const kept = await packages.read("a");
      expect(kept).toEqual(row("a", { state: "aggregating", grown: answers.findIndex((answer) => answer?.done) }));
      for (const answer of answers) expect(answer?.row).toEqual(kept);
    });

    it("loses no field when 50 callers patch different rows and fields at once", async () => {
      const { packages } = subject();
      await packages.register(row("a"));
      await atOnce(50, (index) =>
        packages.transition("a", { from: ["open"] }, index % 2 === 0 ? { grown: 7 } : { components: 9 }),
      );
      expect(await packages.read("a")).toEqual(row("a", { grown: 7, components: 9 }));
    });

    it("gives out rows that later writes do not change", async () => {
      const { packages } = subject();
      const { row: given } = await packages.register(row("a", { lease: { owner: "me", until: 1 } }));
      await packages.transition("a", { from: ["open"] }, { state: "failed", lease: { owner: "you", until: 2 } });
      expect(given).toEqual(row("a", { lease: { owner: "me", until: 1 } }));
    });

    it("lists newest first, of every state, page by page with nothing lost or repeated", async () => {
      const { packages } = subject();
      const states = [...openStates, ...terminalStates];
      const ids = Array.from({ length: 23 }, (_, index) => `p${String((index * 7) % 23).padStart(2, "0")}`);
      for (const id of ids)
        await packages.register(
          row(id, { createdAt: EPOCH + Number(id.slice(1)), state: states[Number(id.slice(1)) % states.length]! }),
        );
      for (const limit of [1, 5, 23, 100]) {
        const all = await listed(subject(), 23, (cursor) =>
          packages.list({ limit, ...(cursor === undefined ? {} : { cursor }) }),
        );
        expect(all.ids).toEqual(ids.toSorted().reverse());
      }
      const page = await packages.list({ limit: 5 });
      expect(page.packages).toHaveLength(5);
      expect(page.packages[0]).toEqual(row("p22", { createdAt: EPOCH + 22, state: states[22 % states.length]! }));
    });

    it("lists one state, also where the times are equal", async () => {
      const { packages } = subject();
      for (let index = 0; index < 12; index++)
        await packages.register(row(`p${index}`, { state: index % 3 === 0 ? "failed" : "complete" }));
      const failed = await listed(subject(), 4, (cursor) =>
        packages.list({ state: "failed", limit: 3, ...(cursor === undefined ? {} : { cursor }) }),
      );
      expect(failed.ids.toSorted()).toEqual(["p0", "p3", "p6", "p9"]);
      expect((await packages.list({ state: "rejected", limit: 3 })).packages).toEqual([]);
    });

    it("finds the open packages only, earliest deadline first, page by page", async () => {
      const { packages } = subject();
      const states = [...openStates, ...terminalStates];
      for (let index = 0; index < 24; index++)
        await packages.register(
          row(`p${index}`, { state: states[index % states.length]!, deadlineAt: EPOCH + ((index * 11) % 24) }),
        );
      for (const limit of [2, 9, 50]) {
        const open = await listed(subject(), 9, (cursor) =>
          packages.open({ limit, ...(cursor === undefined ? {} : { cursor }) }),
        );
        expect(open.rows.map(({ deadlineAt }) => deadlineAt)).toEqual(
          open.rows.map(({ deadlineAt }) => deadlineAt).toSorted((a, b) => a - b),
        );
        expect(new Set(open.rows.map(({ state }) => state))).toEqual(new Set(openStates));
      }
    });

    it("keeps the index of open packages: out when one ends, in again when it is reopened, moved with its deadline", async () => {
      const { packages } = subject();
      const open = (count: number) =>
        listed(subject(), count, (cursor) => packages.open({ limit: 10, ...(cursor === undefined ? {} : { cursor }) }));
      expect((await packages.open({ limit: 10 })).packages).toEqual([]);
      await packages.register(row("a", { deadlineAt: EPOCH + 1 }));
      await packages.register(row("b", { deadlineAt: EPOCH + 2 }));
      expect((await open(2)).ids).toEqual(["a", "b"]);
      await packages.transition("a", { from: ["open"] }, { state: "partial" });
      expect((await open(1)).ids).toEqual(["b"]);
      await packages.transition("a", { from: ["partial"] }, { state: "open", round: 2, deadlineAt: EPOCH + 3 });
      expect((await open(2)).ids).toEqual(["b", "a"]);
      await packages.transition("b", { from: ["open"] }, { state: "rejected" });
      await packages.transition("a", { from: ["open"] }, { state: "cancelled" });
      expect((await open(0)).ids).toEqual([]);
    });

    it("lists among the open ones a package that has ended and is still announcing it, until that is over", async () => {
      const { packages } = subject();
      const open = async (count: number) =>
        (
          await listed(subject(), count, (cursor) =>
            packages.open({ limit: 10, ...(cursor === undefined ? {} : { cursor }) }),
          )
        ).ids;
      await packages.register(row("a"));
      await packages.register(row("b"));
      const ended = await packages.transition("a", { from: ["open"] }, { state: "complete", announcing: true });
      expect(ended).toEqual({ done: true, row: row("a", { state: "complete", announcing: true }) });
      await packages.transition("b", { from: ["open"] }, { state: "complete" });
      expect(await open(1)).toEqual(["a"]);
      await packages.transition("a", { from: ["complete"] }, { grown: 1 });
      expect(await open(1)).toEqual(["a"]);
      await packages.transition("a", { from: ["complete"] }, { announcing: undefined });
      expect(await open(0)).toEqual([]);
      expect(await packages.read("a")).toEqual(row("a", { state: "complete", grown: 1 }));
      await packages.register(row("c", { state: "rejected", announcing: true }));
      expect(await open(1)).toEqual(["c"]);
    });
  });
