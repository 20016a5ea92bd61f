import { digest } from "@torrent/core";
import { componentsOf, type Delivery } from "../world/packages.ts";
import { sketches } from "../world/passes.ts";

/** What a pass must find on a component: `component pass mark`. Written down apart from the passes and the report. */
export const markOf = (pass: string, text: string, version: number): string => {
  const above = (sketches[pass]?.after ?? []).map((before) => markOf(before, text, version)).join();
  return digest(pass, String(version), text, above).slice(0, 8);
};

/** Every finding that the package holds if nothing of it fails, by component and pass. */
export const everyMark = (delivery: Delivery): ReadonlyMap<string, string> =>
  new Map(
    componentsOf(delivery).flatMap(({ text, passes }, ordinal) =>
      passes.map((pass): [string, string] => [`${ordinal} ${pass}`, markOf(pass, text, 1)]),
    ),
  );
