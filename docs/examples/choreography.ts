import { seal, settleTask, slotKey } from "@torrent/core";
import { MemoryTallyStore } from "@torrent/core/testing/memory"; // on AWS: dynamoTallyStore({ table })

const tally = new MemoryTallyStore();
const job = { packageId: "order-42", round: 1, tree: "" };
const invoices = ["a.pdf", "b.pdf", "c.pdf"];

// Fan out: record how many tasks each piece has, then seal: from now on the number of pieces is final.
for (const slot of invoices.keys()) await tally.expect(slotKey({ ...job, slot }), { expected: 1 });
await seal(tally, job, invoices.length);

// Fan in: any worker settles its task, in any order and any number of times. At least one settlement finds the root full;
// several may, so what follows begins with a conditional write.
const deliveries = [2, 0, 0, 1, 2]; // at-least-once delivery: two of them come twice
for (const slot of deliveries) {
  const { first, climb } = await settleTask(tally, { ...job, slot }, 0, { outcome: "succeeded", receipt: {} });
  console.log(invoices[slot], first ? "settled" : "was settled before", climb.root ? "→ all done" : "");
}
