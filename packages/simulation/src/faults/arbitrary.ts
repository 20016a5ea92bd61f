import fc from "fast-check";
import type { Action } from "../world/scenario.ts";
import { type Fault, kindsFor, type Operation } from "./fault.ts";

/** Operations by how much hangs on them. */
const struck: readonly Operation[] = [
  "tally.settle",
  "tally.settle",
  "tally.expect",
  "tally.read",
  "tally.components",
  "tally.level",
  "queues.send",
  "queues.send",
  "queues.send",
  "worker.receive",
  "worker.receive",
  "queues.receive",
  "queues.extend",
  "queues.acknowledge",
  "queues.depth",
  "objects.put",
  "objects.head",
  "objects.get",
  "objects.setMetadata",
  "packages.register",
  "packages.transition",
  "packages.transition",
  "packages.read",
  "packages.open",
  "fleet.live",
  "fleet.launch",
  "fleet.beat",
  "fleet.leave",
  "pass.run",
  "pass.run",
  "subscriber.run",
  "source.receive",
  "source.receive",
  "source.acknowledge",
];

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** `calls` is about how often the most frequent operation is called. */
export const fault = (calls: number): fc.Arbitrary<Fault> =>
  fc
    .record({
      operation: fc.constantFrom(...struck),
      nth: fc.oneof(fc.nat(6), fc.nat(calls)),
      kind: fc.nat(59),
      times: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constantFrom(4, 40) }),
      ms: fc.constantFrom(SECOND, 30 * SECOND, 5 * MINUTE, 20 * MINUTE, 130 * MINUTE),
    })
    .map(({ operation, nth, kind, times, ms }) => {
      const kinds = kindsFor(operation);
      return { operation, nth, kind: kinds[kind % kinds.length]!, times, ms };
    });

/** What people do meanwhile. */
export const action: fc.Arbitrary<Action> = fc.record({
  at: fc.constantFrom(2 * SECOND, 20 * SECOND, MINUTE, 6 * MINUTE, 90 * MINUTE, 180 * MINUTE),
  kind: fc.constantFrom("redrive", "redrive", "cancel", "tell"),
  delivery: fc.nat(2),
});

/** Greatest difference of a process's clock from the true time. */
export const skewMs: fc.Arbitrary<number> = fc.constantFrom(0, 2 * SECOND, 2 * MINUTE);
