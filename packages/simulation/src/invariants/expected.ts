import { digest } from "@torrent/core/unstable";
import { type Component, type Delivery, everyComponent } from "../world/packages.ts";
import { sketches } from "../world/passes.ts";

/** What a pass must find on a component: `component pass mark`. Written down apart from the passes and the report. */
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

/** Every finding that the package can hold, by component and pass: all are there once nothing fails any more. */
export const everyMark = (delivery: Delivery): ReadonlyMap<string, string> =>
  new Map(
    [...everyComponent(delivery)].flatMap(([ref, component]) =>
      component.passes
        .filter((pass) => canSucceed(pass, component))
        .map((pass): [string, string] => [`${ref} ${pass}`, markOf(pass, component)]),
    ),
  );
