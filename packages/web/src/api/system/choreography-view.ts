import type { Choreography } from "@torrent/core/unstable";
import type { ChoreographyView } from "./choreography-schema.ts";

/** What the dashboard and the API's readers see of a choreography. */
export const choreographyView = ({
  name,
  counts,
  passes,
  onComplete,
  panels,
  limits,
}: Choreography): ChoreographyView => ({
  name,
  counts: [...counts],
  passes: [...passes.values()].map(({ name, version, after, afterIfPlanned, required }) => ({
    name,
    version,
    after: [...after, ...afterIfPlanned],
    required,
  })),
  subscribers: onComplete.map(({ name, when }) => ({ name, when: [...when] })),
  panels: panels.map(({ name, title, dashboard }) => ({
    name,
    title,
    ...(dashboard ? { module: `/api/v1/panels/${name}.js` } : {}),
  })),
  limits: Object.keys(limits),
});
