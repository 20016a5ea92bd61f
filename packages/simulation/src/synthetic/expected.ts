import { digest } from "@torrent/core/unstable";
import { outputDigest } from "../invariants/recorded-sum.ts";
import type { Expectation } from "../subject.ts";
import type { Delivery } from "../world/scenario.ts";
import { sketches } from "./choreography.ts";
import { type Component, componentsOf, everyComponent, packageIn, type SyntheticPackage } from "./packages.ts";

/** The mark that a pass must leave on a component. Written down apart from the passes. */
export const markOf = (pass: string, component: Component, version = 1): string => {
  const above = (sketches[pass]?.after ?? [])
    .map((before) => (component.passes.includes(before) ? markOf(before, component, version) : ""))
    .join();
  return digest(pass, String(version), component.text, above).slice(0, 8);
};

/** Whether a pass can succeed on a component at all: neither it nor what it reads fails on every try. */
const canSucceed = (pass: string, component: Component): boolean =>
  component.passes.includes(pass) &&
  !component.text.includes(`terminal:${pass};`) &&
  !component.text.includes(`transient:${pass};`) &&
  (sketches[pass]?.after ?? []).every((before) => !component.passes.includes(before) || canSucceed(before, component));

/** Every output that the package can have, by component and pass: all are there once nothing fails any more. */
const everyOutput = (delivery: SyntheticPackage): ReadonlyMap<string, string> =>
  new Map(
    [...everyComponent(delivery)].flatMap(([ref, component]) =>
      component.passes
        .filter((pass) => canSucceed(pass, component))
        .map((pass): [string, string] => [`${ref} ${pass}`, outputDigest({ mark: markOf(pass, component) })]),
    ),
  );

/** What a package must come to, worked out apart from the engine. */
export const expectationOf = ({ body }: Delivery): Expectation => {
  const delivery = packageIn(body);
  return {
    rejected: delivery.hostile ?? false,
    components: componentsOf(delivery).length,
    outputs: everyOutput(delivery),
  };
};
